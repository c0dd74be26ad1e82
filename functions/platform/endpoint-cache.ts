/**
 * In the bundles, what DynamoDB's client would keep discovered endpoints in. Discovery is for services that need it and
 * is off for this one: nothing ever asks this cache, and the real one weighs 8 KB.
 */
export class EndpointCache {}
