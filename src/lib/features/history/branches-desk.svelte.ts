import type { BranchId } from '#lib/base/ids.ts';
import { jsonEqual } from '#lib/base/json.ts';
import type { Result } from '#lib/base/result.ts';
import type { MergeSide } from '#lib/doc/branches/choose-sides.ts';
import type { BranchEntry } from '#lib/doc/branches/branch-list.ts';
import { m } from '#lib/paraglide/messages.js';
import type { BranchPreview, NamedConflict, NamedDeletion } from '#lib/studio/branch-preview.ts';
import type { BranchChoice } from '#lib/studio/merge-place.ts';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import { diffRows, type DiffRow } from './diff-rows.ts';
import type { ThingNames } from './value-words.ts';

type Options = {
	readonly session: Pick<
		ProjectSession,
		'branches' | 'branch' | 'canEdit' | 'assetEntries' | 'findDocument' | 'documents' | 'scene'
	>;
	/** Opens a branch (null: the project itself), and there what merging another into it would do. */
	readonly open: (branch: BranchId | null, merging?: BranchId) => void;
};

/** What merging one place into the one that is open would do. */
export type Merging =
	| { readonly kind: 'reading'; readonly from: BranchId | null }
	| { readonly kind: 'read'; readonly from: BranchId | null; readonly preview: BranchPreview }
	| { readonly kind: 'failed'; readonly from: BranchId | null; readonly message: string };

/** Something both sides changed, or one deleted: which side stands is for the person to say. */
export type Contested = NamedConflict | NamedDeletion;

const isDeletion = (one: Contested): one is NamedDeletion => 'deletedBy' in one;
const keyOf = (one: Contested): string =>
	[one.documentId, one.table, one.row, isDeletion(one) ? 'removed' : one.key].join(' ');

/** The branches of a project: making, opening, merging and deleting them. */
export class BranchesDesk {
	readonly #options: Options;
	#merging = $state.raw<Merging | null>(null);
	#chosen = $state.raw<ReadonlyMap<string, BranchChoice>>(new Map());
	#problem = $state.raw<string | null>(null);
	#isBusy = false;

	constructor(options: Options) {
		this.#options = options;
	}

	/** Oldest first, without the project itself. */
	get branches(): readonly BranchEntry[] {
		return this.#options.session.branches.list;
	}
	get deleted(): readonly BranchEntry[] {
		return this.#options.session.branches.removed;
	}
	/** The branch that is open; null when it is the project itself. */
	get current(): BranchId | null {
		return this.#options.session.branch?.id ?? null;
	}
	/** What is open, in words. */
	get here(): string {
		return this.titleOf(this.current);
	}
	get merging(): Merging | null {
		return this.#merging;
	}
	get problem(): string | null {
		return this.#problem;
	}
	/** Why branches cannot be changed or merged; undefined when they can. */
	get whyNoEdit(): string | undefined {
		return this.#options.session.canEdit ? undefined : m.studio_why_read_only();
	}
	/** What the values of the preview name. */
	readonly names: ThingNames = {
		entity: (id) => {
			const { session } = this.#options;
			const scenes = session.documents.flatMap((document) => session.scene(document.id) ?? []);
			return scenes.find(({ snapshot }) => snapshot.entities.has(id))?.snapshot.entities.get(id)?.name;
		},
		asset: (hash) => this.#options.session.assetEntries.get(hash)?.name,
		document: (id) => this.#options.session.findDocument(id)?.title,
	};

	titleOf(id: BranchId | null): string {
		const { list, removed } = this.#options.session.branches;
		return [...list, ...removed].find((branch) => branch.id === id)?.title ?? m.branches_main();
	}

	/** Begins a branch with all that is here, and opens it. */
	async create(title: string): Promise<void> {
		const created = await this.#once(() => this.#options.session.branches.create(title));
		if (created && this.#take(created)) this.#options.open(created.value);
	}

	rename(id: BranchId, title: string): void {
		this.#take(this.#options.session.branches.rename(id, title));
	}

	/** Takes it off the list; who is on it goes to the project itself. */
	remove(id: BranchId): void {
		const wasOpen = id === this.current;
		if (this.#take(this.#options.session.branches.remove(id)) && wasOpen) this.#options.open(null);
	}

	putBack(id: BranchId): void {
		this.#take(this.#options.session.branches.restore(id));
	}

	go(id: BranchId | null): void {
		this.#options.open(id);
	}

	/** Opens the project itself, and there what merging the open branch would do. */
	mergeBack(): void {
		if (this.current !== null) this.#options.open(null, this.current);
	}

	/** Compares what is open with another place; null goes back to the list. */
	async look(from: BranchId | null): Promise<void> {
		this.#problem = null;
		this.#chosen = new Map();
		const reading: Merging = { kind: 'reading', from };
		this.#merging = reading;
		// Without a line, what this device has is compared; what it lacks is said.
		await this.#options.session.branches.fetch(from);
		const preview = await this.#options.session.branches.preview(from);
		if (this.#merging !== reading) return;
		this.#merging = preview.ok
			? { kind: 'read', from, preview: preview.value }
			: { kind: 'failed', from, message: preview.error.message };
	}

	leaveMerging(): void {
		this.#merging = null;
	}

	/** What merging changes in each document, in words. */
	rowsOf({ preview }: BranchPreview['changed'][number]): readonly DiffRow[] {
		return preview.diff ? diffRows(preview.diff, this.names) : [];
	}

	/** Which side stands, as it is now. */
	sideOf(one: Contested): MergeSide {
		const chosen = this.#chosen.get(keyOf(one));
		if (chosen) return chosen.take;
		if (isDeletion(one)) return one.deletedBy;
		return jsonEqual(one.merged, one.ours) ? 'ours' : 'theirs';
	}

	choose(one: Contested, take: MergeSide): void {
		const { documentId, table, row } = one;
		const key = isDeletion(one) ? 'removed' : one.key;
		this.#chosen = new Map(this.#chosen).set(keyOf(one), { documentId, table, row, key, take });
	}

	/** Merges what was looked at; returns what was done in words, or undefined, and says why. */
	async merge(): Promise<string | undefined> {
		if (this.#merging?.kind !== 'read') return undefined;
		const { from } = this.#merging;
		const choices = [...this.#chosen.values()];
		const merged = await this.#once(() => this.#options.session.branches.merge(from, choices));
		if (!merged || !this.#take(merged)) return undefined;
		return m.branches_merged({ title: this.titleOf(from), here: this.here });
	}

	/** A button pressed twice does it once: undefined while it is being done. */
	async #once<T>(act: () => Promise<T>): Promise<T | undefined> {
		if (this.#isBusy) return undefined;
		this.#isBusy = true;
		try {
			return await act();
		} finally {
			this.#isBusy = false;
		}
	}

	#take<T>(result: Result<T, { readonly message: string }>): result is Extract<typeof result, { ok: true }> {
		this.#problem = result.ok ? null : result.error.message;
		return result.ok;
	}
}
