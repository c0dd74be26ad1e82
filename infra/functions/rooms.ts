import type { Construct } from 'constructs';
import type { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';
import { Claims } from './claims.ts';
import { Consents } from './consents.ts';
import { Dashboard } from './dashboard.ts';
import { Devices } from './devices.ts';
import { Papers } from './papers.ts';
import { Policies } from './policies.ts';
import { Quotes } from './quotes.ts';
import { Rights } from './rights.ts';
import { Telematics } from './telematics.ts';
import { Telemetry } from './telemetry.ts';

/** The functions behind the routes, by the name that the contract's `x-function` gives them. */
export const makeRooms = (...house: [Construct, Settings, DataStack]): ReadonlyMap<string, ApiFunction> =>
  new Map<string, ApiFunction>([
    ['quotes', new Quotes(...house)],
    ['policies', new Policies(...house)],
    ['claims', new Claims(...house)],
    ['papers', new Papers(...house)],
    ['consents', new Consents(...house)],
    ['rights', new Rights(...house)],
    ['devices', new Devices(...house)],
    ['telemetry', new Telemetry(...house)],
    ['telematics', new Telematics(...house)],
    ['dashboard', new Dashboard(...house)],
  ]);
