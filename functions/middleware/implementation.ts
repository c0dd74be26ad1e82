import type { AnswerBody, PathParams, Query, RequestBody } from '../../openapi/generated/operation-types.ts';
import type { OperationId, OperationsOf, operations } from '../../openapi/generated/operations.ts';
import type { Answer, Call } from './call.ts';

/** A call whose parts have the types that the contract states for its operation. */
export type CallOf<Op extends OperationId> = Omit<Call, 'path' | 'query' | 'body'> & {
  path: PathParams<Op>;
  query: Query<Op>;
  body: RequestBody<Op>;
};

/** Does an operation's work: the call in, the contract's answer out. */
export type Handle<Op extends OperationId> = (call: CallOf<Op>) => Promise<Answer<AnswerBody<Op>>>;

/** What a retry is answered from: the aggregate and version that the first call made. */
export interface Reference {
  id: string;
  version: number;
}

/** Renders anew what the first call with an idempotency key answered. */
export type Replay<Op extends OperationId> = (
  reference: Reference,
  call: CallOf<Op>,
) => Promise<Answer<AnswerBody<Op>>>;

/** What a room gives for an operation; one that takes an Idempotency-Key can also be replayed. */
export type Implementation<Op extends OperationId> = (typeof operations)[Op]['idempotency'] extends null
  ? { handle: Handle<Op> }
  : { handle: Handle<Op>; replay: Replay<Op> };

/** Everything that a room must give: its operations of the contract, none missing and none beside. */
export type Room<Name extends string> = { [Op in OperationsOf<Name>]: Implementation<Op> };
