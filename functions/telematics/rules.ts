import type { components } from '../../openapi/generated/driving-rules.ts';

/** How driving is judged, as data; `openapi/driving-rules.yaml` says what each part means. */
export type DrivingRules = components['schemas']['DrivingRules'];
