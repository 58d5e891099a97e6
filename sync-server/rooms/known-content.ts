import { DeletionIndex, type Deletions } from '#lib/doc/deletions.ts';
import type { UpdateSummary } from '#lib/doc/read-update.ts';
import { writeStateVector } from '#lib/doc/updates.ts';

/** Deletions that wait for somebody to ask; many take far more room than the index of them. */
const MAX_UNINDEXED = 64;

/** What a document has, without having it: where its authors end, and what of them is deleted. */
export class KnownContent {
	#ends: Map<number, number>;
	#deletions: DeletionIndex | null = null;
	/** Not in the index yet: most rooms never need one. */
	#unindexed: Deletions[] = [];
	#stateVector: Uint8Array | null = null;

	constructor(ends: ReadonlyMap<number, number> = new Map()) {
		this.#ends = new Map(ends);
	}

	get authors(): number {
		return this.#ends.size;
	}

	stateVector(): Uint8Array {
		return (this.#stateVector ??= writeStateVector(this.#ends));
	}

	/** Whether an update follows on something that is neither here nor in `ahead`. */
	hasGap({ needs }: UpdateSummary, ahead?: ReadonlyMap<number, number>): boolean {
		for (const [author, end] of needs) {
			if (end > (this.#ends.get(author) ?? 0) && end > (ahead?.get(author) ?? 0)) return true;
		}
		return false;
	}

	/** Whether an update brings nothing new. */
	contains({ ends, deletions, empty }: UpdateSummary): boolean {
		if (empty) return true;
		for (const [author, end] of ends) if (end > (this.#ends.get(author) ?? 0)) return false;
		return deletions.size === 0 || this.#index().contains(deletions);
	}

	add(summary: UpdateSummary): void {
		summary.ends.forEach((end, author) => {
			const known = this.#ends.get(author) ?? 0;
			// What follows on a hole is held, but a peer must not be told that the hole is filled.
			if (end > known && (summary.needs.get(author) ?? 0) <= known) this.#ends.set(author, end);
		});
		this.addDeletions(summary.deletions);
		this.#stateVector = null;
	}

	addDeletions(deletions: Deletions): void {
		if (deletions.size === 0) return;
		if (this.#deletions) this.#deletions.add(deletions);
		else if (this.#unindexed.push(deletions) > MAX_UNINDEXED) this.#index();
	}

	#index(): DeletionIndex {
		if (!this.#deletions) {
			this.#deletions = new DeletionIndex();
			for (const deletions of this.#unindexed) this.#deletions.add(deletions);
			this.#unindexed = [];
		}
		return this.#deletions;
	}
}
