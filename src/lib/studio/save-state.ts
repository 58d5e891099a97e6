import type { AssetProblem } from '../sync/asset-sync.ts';
import type { TroubleKind } from './line-trouble.ts';

/** Assets the server will not take as things are: how many, and of the first its name and why. */
export type RefusedAssets = {
	readonly count: number;
	readonly name: string;
	readonly reason: AssetProblem['reason'];
	/** For people; in English. */
	readonly message: string;
};

/** Why a shared project is called saved on this device only, though nothing waits to be sent. */
export type NotOnServer =
	/** The server was not reached since it was opened. */
	| { readonly kind: 'unmet' }
	/** Edits from when one might still make them. */
	| { readonly kind: 'withheld' }
	/** All but these assets is there: it will not take them as things are. */
	| ({ readonly kind: 'refused' } & RefusedAssets)
	/** What stands between it and the server. */
	| { readonly kind: 'trouble'; readonly trouble: TroubleKind }
	/** All but these assets is there: they are larger than it takes. */
	| { readonly kind: 'too-large'; readonly count: number };

/** What the save indicator says: exactly one of four things, and only what is known to be so. */
export type SaveState =
	| { readonly kind: 'device'; readonly but?: NotOnServer }
	/** `device`: what waits is not in this device's database yet. `because`: why the server has not got it. */
	| {
			readonly kind: 'waiting';
			readonly count: number;
			readonly for: 'device' | 'server';
			readonly because?: TroubleKind;
			/** An asset that waits for room on the server's disk. */
			readonly held?: string;
	  }
	| { readonly kind: 'server' }
	| { readonly kind: 'failed'; readonly reason: string };

export type SaveFacts = {
	/** Why this device does not keep the work; null while it does. */
	readonly problem: string | null;
	/** Documents with edits on their way into this device's database. */
	readonly saving: number;
	/** Whether the project lives on a server as well. */
	readonly shared: boolean;
	/** Whether edits made here may go to the server: false for viewers. */
	readonly sends: boolean;
	/** Changes the server has not acknowledged as durable. */
	readonly unacknowledged: number;
	/** Assets of the project that the server lacks, or that nobody has asked it about yet. */
	readonly unsentAssets: number;
	/** Assets the server will not take as things are, with its reason. */
	readonly refusedAssets: RefusedAssets | null;
	/** The name of one that waits until the server's disk has room; null when none does. */
	readonly heldAsset: string | null;
	/** Assets that are larger than the server takes: the project is never wholly there. */
	readonly unsendableAssets: number;
	/** Whether every document has met the server at least once. */
	readonly met: boolean;
	/** What else stands between the project and the server; null: nothing that is known. */
	readonly trouble: TroubleKind | null;
};

/** With these the server's copy of something is another than ours, whatever it acknowledged before. */
const DIFFERS: ReadonlySet<TroubleKind> = new Set(['epoch', 'too-large', 'refused']);

/** Total over its facts: a claim is made only when all of them support it. */
export function saveState(facts: SaveFacts): SaveState {
	if (facts.problem !== null) return { kind: 'failed', reason: facts.problem };
	const unsent = facts.shared && facts.sends ? facts.unacknowledged + facts.unsentAssets : 0;
	const count = Math.max(unsent, facts.saving);
	const { trouble, heldAsset: held } = facts;
	if (count > 0 && facts.saving > 0) return { kind: 'waiting', count, for: 'device' };
	if (count > 0)
		return {
			kind: 'waiting',
			count,
			for: 'server',
			...(trouble && { because: trouble }),
			...(held && { held }),
		};
	if (!facts.shared) return { kind: 'device' };
	if (trouble && (!facts.met || DIFFERS.has(trouble)))
		return { kind: 'device', but: { kind: 'trouble', trouble } };
	if (!facts.met) return { kind: 'device', but: { kind: 'unmet' } };
	// Who may not send can still hold edits from when they might: the server has not got those.
	if (facts.unacknowledged > 0) return { kind: 'device', but: { kind: 'withheld' } };
	if (facts.sends && facts.refusedAssets)
		return { kind: 'device', but: { kind: 'refused', ...facts.refusedAssets } };
	const tooLarge = facts.unsendableAssets;
	return tooLarge > 0 ? { kind: 'device', but: { kind: 'too-large', count: tooLarge } } : { kind: 'server' };
}
