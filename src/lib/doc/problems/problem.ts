import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import type { AssetEntry } from '../asset-list.ts';
import type { ContentKind } from '../live-document.ts';
import type { PrefabRule } from '../prefabs/prefab-problem.ts';

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

/** What is wrong in particular. Values stand as JSON, cut short. */
export type ProblemFacts =
	/** `register`: what stands there, which is no field or cannot be told by its value. */
	| { readonly kind: 'field' | 'component' | 'register' | 'unknown-field'; readonly value: string }
	| { readonly kind: 'unknown-component'; readonly component: string }
	| {
			readonly kind: 'leftover';
			readonly component: string;
			readonly fields: readonly { readonly key: string; readonly value: string }[];
	  }
	| { readonly kind: 'dangling'; readonly value: string }
	| { readonly kind: 'other-kind'; readonly found: AssetEntry['type'] | ContentKind; readonly title: string }
	| { readonly kind: 'removed'; readonly title: string }
	/** `parent`: what it is shown in; null at the root. */
	| { readonly kind: 'healed'; readonly parent: string | null }
	/** `title`: of the prefab, null where it is unknown; `value`: what the override says. */
	| {
			readonly kind: 'prefab';
			readonly why: PrefabRule;
			readonly title: string | null;
			readonly value: string;
	  };

/** Something in a scene that is not as it should be. Nothing is lost by it: the document keeps what it says. */
export type Problem = {
	readonly rule: ProblemRule;
	readonly entityId: EntityId;
	/** What the entity is called. */
	readonly name: string;
	/** The register in question, where it is about one. */
	readonly key?: string;
	/** What it takes to say it in words. */
	readonly facts: ProblemFacts;
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
