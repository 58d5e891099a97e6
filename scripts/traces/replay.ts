import { err, ok, type Result } from '#lib/base/result.ts';
import { Replica } from './replica.ts';
import type { ConcurrentTrace, SequentialTrace, Trace } from './trace.ts';
import { addToHeads, compareVersions, latestWithin, type Heads } from './versions.ts';

export type Replayed = {
	readonly transactions: number;
	readonly patches: number;
	/** Replicas that took part; more than people where somebody went back and branched off. */
	readonly replicas: number;
	/** Updates that reached somebody else's replica. */
	readonly exchanged: number;
	/** Whose insertion comes first where several were made at one place at once. */
	readonly order: Order;
};

/**
 * Of two insertions at one place, Yjs puts the one of the lower replica number first. Traces do not say who was
 * lower. Their author kept such places out, but counts a place left of what was deleted there, Y.Text right of it:
 * text typed over a deleted end meets what somebody appended to it meanwhile.
 */
export type Order = 'agents ascending' | 'agents descending';

/** Replays a trace through script documents; the error tells where the outcome is not the recorded one. */
export function replayTrace(trace: Trace): Result<Replayed, string> {
	if (trace.kind === 'sequential') return replaySequential(trace);
	const replayed = replayConcurrent(trace, 'agents ascending');
	if (replayed.ok) return replayed;
	const other = replayConcurrent(trace, 'agents descending');
	return other.ok ? other : replayed;
}

const countPatches = ({ txns }: Trace) => txns.reduce((sum, { patches }) => sum + patches.length, 0);

function replaySequential(trace: SequentialTrace): Result<Replayed, string> {
	const replica = new Replica(1);
	try {
		const begun = trace.startContent === '' ? ok([]) : replica.make([[0, 0, trace.startContent]]);
		if (!begun.ok) return err(`startContent: ${begun.error}`);
		for (const [index, { patches }] of trace.txns.entries()) {
			const made = replica.make(patches);
			if (!made.ok) return err(`transaction ${index}, ${made.error}`);
		}
		const difference = firstDifference(trace.endContent, replica.text);
		if (difference !== undefined) return err(difference);
		const transactions = trace.txns.length;
		return ok({
			transactions,
			patches: countPatches(trace),
			replicas: 1,
			exchanged: 0,
			order: 'agents ascending',
		});
	} finally {
		replica.dispose();
	}
}

/** A replica and the version it holds. */
type Copy = { readonly replica: Replica; heads: Heads };

/** How many replicas somebody keeps who works on several branches in turn. */
const MAX_OWN = 3;
/** How many replicas are asked, at the end, whether they read the same. */
const MAX_COMPARED = 12;

/** Everybody's replicas, and what each step sent. */
class Exchange {
	readonly #trace: ConcurrentTrace;
	readonly #order: Order;
	readonly #sent: (readonly Uint8Array[])[] = [];
	/** What each agent works on, the latest first. */
	readonly #own = new Map<number, Copy[]>();
	/** The copy that holds exactly a step and all before it. */
	readonly #copyAt = new Map<number, Copy>();
	replicas = 0;
	exchanged = 0;

	constructor(trace: ConcurrentTrace, order: Order) {
		this.#trace = trace;
		this.#order = order;
	}

	step(index: number): Result<void, string> {
		const { agent, parents, patches } = this.#trace.txns[index] as ConcurrentTrace['txns'][number];
		const copy = this.#copyFor(agent, parents);
		const made = copy.replica.make(patches);
		if (!made.ok) return made;
		this.#sent[index] = made.value;
		copy.heads = [index];
		this.#copyAt.set(index, copy);
		return ok();
	}

	/** Everybody hears of everything, in an order of their own; all must then read the same, which is returned. */
	finish(): Result<string, string> {
		const all = this.#trace.txns.map((_, index) => index);
		const heads = addToHeads(this.#parentsOf, [], all);
		if (this.#own.size === 0) this.#open(0);
		const copies = [...this.#own.values()].flat().slice(0, MAX_COMPARED);
		for (const copy of copies) this.#catchUp(copy, heads);
		const texts = new Set(copies.map(({ replica }) => replica.text));
		if (texts.size > 1) return err(`${copies.length} replicas ended with ${texts.size} different texts`);
		return ok([...texts][0] ?? '');
	}

	dispose(): void {
		for (const { replica } of [...this.#own.values()].flat()) replica.dispose();
	}

	readonly #parentsOf = (step: number): Heads => this.#trace.txns[step]?.parents ?? [];

	/** A replica that holds exactly this version: one of the agent's own, or, where those know more, a new one. */
	#copyFor(agent: number, heads: Heads): Copy {
		const own = this.#own.get(agent) ?? [];
		const fits = ({ heads: known }: Copy) =>
			compareVersions(this.#parentsOf, known, heads).onlyA.length === 0;
		const mine = own.find(fits);
		if (mine) this.#own.set(agent, [mine, ...own.filter((copy) => copy !== mine)]);
		const copy = mine ?? this.#open(agent, this.#nearest(heads));
		this.#catchUp(copy, heads);
		return copy;
	}

	/** The copy with the latest step within this version, that holds nothing beyond it. */
	#nearest(heads: Heads): Copy | undefined {
		const step = latestWithin(this.#parentsOf, heads, (known) => this.#copyAt.has(known));
		return step === undefined ? undefined : this.#copyAt.get(step);
	}

	#open(agent: number, source?: Copy): Copy {
		const rank = this.#order === 'agents ascending' ? agent + 1 : 100_000 - agent;
		const clientId = rank * 10_000 + this.replicas++;
		const replica = new Replica(clientId, source?.replica.document.encodeDiff());
		const copy = { replica, heads: source?.heads ?? [] };
		const own = [copy, ...(this.#own.get(agent) ?? [])];
		for (const { replica: oldest, heads } of own.splice(MAX_OWN)) {
			for (const head of heads) this.#copyAt.delete(head);
			oldest.dispose();
		}
		this.#own.set(agent, own);
		return copy;
	}

	#catchUp(copy: Copy, heads: Heads): void {
		const { onlyB: missing } = compareVersions(this.#parentsOf, copy.heads, heads);
		// A version without steps of its own is no other's to begin from: it moves on at once.
		for (const head of copy.heads) if (this.#copyAt.get(head) === copy) this.#copyAt.delete(head);
		copy.replica.receive(missing.flatMap((step) => this.#sent[step] ?? []));
		this.exchanged += missing.length;
		copy.heads = addToHeads(this.#parentsOf, copy.heads, missing);
	}
}

function replayConcurrent(trace: ConcurrentTrace, order: Order): Result<Replayed, string> {
	const exchange = new Exchange(trace, order);
	try {
		for (const index of trace.txns.keys()) {
			const made = exchange.step(index);
			if (!made.ok) return err(`transaction ${index}, ${made.error}`);
		}
		const text = exchange.finish();
		if (!text.ok) return text;
		const difference = firstDifference(trace.endContent, text.value);
		if (difference !== undefined) return err(difference);
		const { replicas, exchanged } = exchange;
		return ok({ transactions: trace.txns.length, patches: countPatches(trace), replicas, exchanged, order });
	} finally {
		exchange.dispose();
	}
}

/** Where two texts first differ, with what stands there; undefined when they are equal. */
function firstDifference(expected: string, actual: string): string | undefined {
	if (expected === actual) return undefined;
	let at = 0;
	while (at < expected.length && expected[at] === actual[at]) at++;
	const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 20), at + 20));
	return (
		`differs at ${at}: expected ${around(expected)} (${expected.length} in all), ` +
		`got ${around(actual)} (${actual.length} in all)`
	);
}
