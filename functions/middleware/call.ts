import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import type { Consent, Operation } from '../../openapi/generated/operations.ts';
import type { ConsentObject } from '../consents/consent.ts';
import type { Origin } from '../platform/ledger.ts';
import type { NamedConsent } from './consent.ts';
import type { Principal } from './principal.ts';

/** One request on its way through the pipeline: what is known of it once the middleware has spoken. */
export interface Call {
  operation: Operation;
  requestId: string;
  interactionId: string;
  principal: Principal;
  path: Record<string, string>;
  query: Record<string, unknown>;
  /** The parsed and validated body; undefined where the operation has none. */
  body: unknown;
  /** The version named by If-Match. */
  ifMatch?: number;
  idempotencyKey?: string;
  /** The consent that the caller named, where the operation takes one: its own, and given for the object asked for. */
  consent?: NamedConsent;
  /** What the deployment says of itself: where its pages are, say. */
  stageVariables: Readonly<Record<string, string | undefined>>;
  /** When an answer must be ready, in epoch milliseconds: short of the function's own time limit. */
  deadline: number;
  /** What the room answered. */
  answer?: AnyAnswer;
}

/** Whose an object is: by what a caller who needs no consent may see what is personal in it. */
export type Basis = keyof NonNullable<Consent['basis']>;

/** What every answer may say of itself. */
interface Answered {
  /** Becomes the ETag. */
  version?: number;
  /** A first call made it. */
  replayed?: boolean;
  /** Set by a room once it has checked whose the object is. */
  basis?: Basis | undefined;
  /** About whom an answer is. Without it nothing personal is in clear. */
  subject?: Subject;
  /** Others of whom it shows values in clear, which the room does on a basis alone: nobody can consent for them. */
  others?: readonly Other[];
}

/** Somebody else than the subject, under a vault key of their own, and what of theirs is in clear. */
export interface Other {
  subjectId: string;
  classes: readonly PiiClass[];
}

/** A person whose values an answer holds. */
export interface Subject {
  customerId: string;
  /** What of the person's it shows. */
  objects: readonly ConsentObject[];
  /** Processing is restricted: only the person and the insurer's staff see values in clear. */
  restricted: boolean;
}

/** An answer that is a file. Nobody masks it: the room has put nothing into it that may not be seen, and says what it did. */
export interface DocumentAnswer extends Answered {
  document: {
    /** Its media type. */
    contentType: string;
    /** What it is saved as: letters, digits, dots and hyphens. */
    fileName: string;
    bytes: Uint8Array;
    /** The classes of what is in clear in it. */
    released: ReadonlySet<PiiClass>;
  };
  body?: never;
}

/** What an operation answers: JSON, or where the contract gives it no body, a document. */
export type Answer<Body = unknown> = [Body] extends [undefined]
  ? DocumentAnswer
  : Answered & { body: Body; document?: never };

/** An answer of any operation. */
export type AnyAnswer = Answer | DocumentAnswer;

/** Lambda's context, with the call that the pipeline opens on it. */
export type CallContext = Context & { call: Call };

/** A piece of the pipeline. */
export type Middleware = MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult, Error, CallContext>;

/** What an answer needs at the end to be written, logged and sent. */
const MARGIN_MS = 1_000;

/** Opens a call: whatever is not yet known stands at what denies. */
export function openCall(event: APIGatewayProxyEvent, context: Context, operation: Operation): Call {
  return {
    operation,
    requestId: event.requestContext.requestId,
    interactionId: '',
    principal: { clientId: '', partnerId: '', kind: 'nobody', scopes: [], permissions: [] },
    path: {},
    query: {},
    body: undefined,
    stageVariables: event.stageVariables ?? {},
    deadline: Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS,
  };
}

/** The audit trail's half of a change that a call makes on behalf of a partner. */
export function originOf(call: Omit<Call, 'path' | 'query' | 'body'>, partnerId: string): Origin {
  return {
    partnerId,
    actor: call.principal.clientId,
    operationId: call.operation.operationId,
    requestId: call.requestId,
    interactionId: call.interactionId,
  };
}
