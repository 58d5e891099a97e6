import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';
import type { EntityId } from '#lib/base/ids.ts';
import type { DocumentEntry } from '#lib/doc/project.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ProjectSession } from '#lib/studio/project-session.svelte.ts';
import type { VersionComparison } from '#lib/studio/project-versions.ts';
import type { RestoredPart } from '#lib/studio/version-restore.ts';
import type { VersionInfo } from '#lib/storage/ports.ts';
import { diffRows, type DiffRow } from './diff-rows.ts';
import { thingNames } from './thing-names.ts';
import { agoWords } from './version-words.ts';

type Options = {
	readonly session: Pick<ProjectSession, 'versions' | 'canEdit' | 'assetEntries' | 'findDocument'>;
	/** The document whose versions these are. */
	readonly document: Pick<DocumentEntry, 'id' | 'title'>;
	readonly clock: Pick<Clock, 'now'>;
	/** Begins with what became of this one alone. */
	readonly entity?: { readonly id: EntityId; readonly name: string } | undefined;
};

/** What is shown of the chosen version. */
export type Shown =
	| { readonly kind: 'nothing' }
	| { readonly kind: 'reading'; readonly version: VersionInfo }
	| { readonly kind: 'read'; readonly version: VersionInfo; readonly rows: readonly DiffRow[] }
	| { readonly kind: 'failed'; readonly version: VersionInfo; readonly message: string };

/** Something that was brought back, in words. */
export type Restoration = { readonly text: string };

/** The versions of one document: which there are, what is different since, and the way back. */
export class VersionsDesk {
	readonly title: string;
	readonly entity: Options['entity'];
	#options: Options;
	#all = $state.raw<readonly VersionInfo[] | null>(null);
	#shown = $state.raw<Shown>({ kind: 'nothing' });
	#against = $state.raw<VersionInfo | null>(null);
	#onlyNamed = $state.raw(false);
	#onlyEntity = $state.raw(true);
	#said = $state.raw<string | null>(null);
	#problem = $state.raw<string | null>(null);

	constructor(options: Options) {
		this.#options = options;
		this.title = options.document.title;
		this.entity = options.entity;
	}

	/** Newest first; null until they are read. */
	get versions(): readonly VersionInfo[] | null {
		return this.#onlyNamed ? (this.#all?.filter(({ label }) => label !== null) ?? null) : this.#all;
	}
	get onlyNamed(): boolean {
		return this.#onlyNamed;
	}
	get onlyEntity(): boolean {
		return this.entity !== undefined && this.#onlyEntity;
	}
	/** What the chosen version is compared with; null: with how it is now. */
	get against(): VersionInfo | null {
		return this.#against;
	}
	/** Those that the chosen one can be compared with. */
	get others(): readonly VersionInfo[] {
		const { kind } = this.#shown;
		if (kind === 'nothing') return [];
		const { version } = this.#shown;
		return this.#all?.filter(({ id }) => id !== version.id) ?? [];
	}
	get shown(): Shown {
		return this.#shown;
	}
	/** What differs, as far as it is asked for. */
	get rows(): readonly DiffRow[] {
		if (this.#shown.kind !== 'read') return [];
		const { rows } = this.#shown;
		return this.onlyEntity ? rows.filter(({ entityId }) => entityId === this.entity?.id) : rows;
	}
	/** What was done, and what could not be. */
	get said(): string | null {
		return this.#said;
	}
	get problem(): string | null {
		return this.#problem;
	}
	/** Why nothing can be brought back; undefined when it can. */
	get whyNoRestore(): string | undefined {
		return this.#options.session.canEdit ? undefined : m.studio_why_read_only();
	}

	/** Reads the list, and again whenever it changes on this page. */
	watch(): Dispose {
		const { session, document } = this.#options;
		void this.#read();
		return session.versions.keeper.onChange((id) => {
			if (id === document.id) void this.#read();
		});
	}

	showOnlyNamed(only: boolean): void {
		this.#onlyNamed = only;
	}

	showOnlyEntity(only: boolean): void {
		this.#onlyEntity = only;
	}

	/** Shows what is different since a version; null goes back to the list. */
	async choose(version: VersionInfo | null): Promise<void> {
		this.#problem = null;
		if (!version || version.id === this.#against?.id) this.#against = null;
		this.#shown = version ? { kind: 'reading', version } : { kind: 'nothing' };
		if (!version) return;
		const against = this.#against;
		const compared = await this.#options.session.versions.compare(version, against);
		// Another one was chosen meanwhile.
		if (this.#shown.kind === 'nothing' || this.#shown.version.id !== version.id) return;
		if (this.#against !== against) return;
		this.#shown = compared.ok
			? { kind: 'read', version, rows: this.#rowsOf(compared.value) }
			: { kind: 'failed', version, message: compared.error.message };
	}

	/** Shows what is different in another version; null: now. */
	async compareWith(other: VersionInfo | null): Promise<void> {
		this.#against = other;
		if (this.#shown.kind !== 'nothing') await this.choose(this.#shown.version);
	}

	/** Keeps how everything is now, by a name. Returns whether it was taken. */
	async nameNow(name: string): Promise<boolean> {
		this.#said = null;
		this.#problem = null;
		const named = await this.#options.session.versions.keeper.keepNamed(name);
		if (!named.ok) this.#problem = named.error.message;
		else if (named.value.durable) this.#said = m.history_name_kept({ name: name.trim() });
		else this.#problem = m.history_name_unsafe({ name: name.trim() });
		return named.ok;
	}

	/** Gives a version a name, or, with null, takes it away. */
	async rename(version: VersionInfo, name: string | null): Promise<void> {
		const renamed = await this.#options.session.versions.keeper.rename(version, name);
		this.#problem = renamed.ok ? null : renamed.error.message;
	}

	/** Brings everything back as it was; undefined when that could not be, which is said. */
	restore(version: VersionInfo): Promise<Restoration | undefined> {
		const when = this.ago(version);
		return this.#restore(version, m.history_restored({ title: this.title, when }));
	}

	/** Brings one entity back. What was deleted comes with all it held. */
	restoreRow(version: VersionInfo, { entityId, name, what }: DiffRow): Promise<Restoration | undefined> {
		if (entityId === null) return Promise.resolve(undefined);
		const part = { entityId, withChildren: what === 'removed' };
		return this.#restore(version, m.history_restored_one({ name, when: this.ago(version) }), part);
	}

	ago({ createdAt }: Pick<VersionInfo, 'createdAt'>): string {
		return agoWords(createdAt, this.#options.clock.now());
	}

	async #restore(version: VersionInfo, text: string, part?: RestoredPart) {
		const restored = await this.#options.session.versions.restore(version, part);
		this.#problem = restored.ok ? null : restored.error.message;
		return restored.ok ? { text } : undefined;
	}

	async #read(): Promise<void> {
		const { session, document } = this.#options;
		this.#all = await session.versions.keeper.list(document.id);
		const { kind } = this.#shown;
		if (kind === 'nothing') return;
		// It may be called otherwise now, or be gone.
		const { version: shown } = this.#shown;
		const version = this.#all.find(({ id }) => id === shown.id);
		this.#shown = version ? { ...this.#shown, version } : { kind: 'nothing' };
	}

	#rowsOf({ then, now, diff }: VersionComparison): readonly DiffRow[] {
		return diffRows(diff, thingNames([now, then], this.#options.session));
	}
}
