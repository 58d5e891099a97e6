import type { JsonValue } from '../../base/json.ts';

/** No values yet: an object that inherits no names, whatever peers call theirs. */
export const blankValues = (): Record<string, JsonValue> => Object.create(null) as Record<string, JsonValue>;
