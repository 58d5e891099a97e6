import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';

/** What is wrong: what an entity refers to is gone, what it holds cannot be, or what this version does not know. */
export type ProblemRule =
	| 'dangling-asset'
	| 'dangling-document'
	| 'removed-document'
	| 'dangling-entity'
	| 'out-of-range'
	| 'wrong-type'
	| 'field-without-component'
	| 'unknown-component'
	| 'unknown-field'
	| 'unknown-option'
	| 'healed-orphan'
	| 'healed-cycle'
	| 'healed-too-deep'
	| 'prefab-cycle'
	| 'prefab-too-deep'
	| 'prefab-too-large'
	| 'dangling-override'
	| 'invalid-override';

/** Something in a scene that is not as it should be. Nothing is lost by it: the document keeps what it says. */
export type Problem = {
	readonly rule: ProblemRule;
	readonly entityId: EntityId;
	/** The register in question, where it is about one. */
	readonly key?: string;
	/** Names entity, field, value and rule. */
	readonly message: string;
	/** What `applyFix` would do. What a newer version may have made has none: it is kept. */
	readonly fix?: Fix;
};

/** Plain data, so that it can be shown, kept and sent. */
export type Fix =
	/** Takes these registers away, as far as they still say what the problem was about. */
	| { readonly kind: 'reset'; readonly registers: readonly WrongRegister[] }
	/** Writes what is shown anyway: the name, or the place in the tree. */
	| { readonly kind: 'write-shown'; readonly key: 'name' | 'place' };

/** `value` is undefined for what is no JSON. */
export type WrongRegister = { readonly key: string; readonly value: JsonValue | undefined };

export const resetOf = (key: string, value: JsonValue | undefined): Fix => ({
	kind: 'reset',
	registers: [{ key, value }],
});
