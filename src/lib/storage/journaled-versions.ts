import { hashAsset, mintVersionId, type DocumentId, type ProjectId, type VersionId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { VersionsOf, Write } from './backend.ts';
import type { JournaledReads } from './journaled-reads.ts';
import type {
	AddedVersion,
	AddVersionOptions,
	NewVersion,
	StorageProblem,
	VersionInfo,
	VersionStore,
} from './ports.ts';
import { newestFirst, standsFor } from './versions/version-record.ts';
import type { WriteJournal } from './write-journal.ts';

type VersionWrite = Extract<Write, { kind: 'version' }>;

/** Earlier states of this device's documents, over journal and database. */
export class JournaledVersions implements VersionStore {
	readonly #journal: WriteJournal;
	readonly #reads: JournaledReads;
	/** One addition after the other: two at once would not see that they are equal. */
	#adding: Promise<unknown> = Promise.resolve();

	constructor(journal: WriteJournal, reads: JournaledReads) {
		this.#journal = journal;
		this.#reads = reads;
	}

	async add(version: NewVersion, state: Uint8Array, options: AddVersionOptions = {}): Promise<AddedVersion> {
		const bytes = state.slice(); // the caller's may change, and a view would drag its whole buffer along
		const placing = this.#adding.then(() => this.#place(version, bytes, options));
		this.#adding = placing;
		const { info, durable } = await placing;
		const isDurable = await durable;
		// Another tab may have written one in the moment between: then ours was not.
		const others = isDurable && options.unlessSince !== undefined ? await this.list(info.documentId) : [];
		const isListed = others.length === 0 || others.some(({ id }) => id === info.id);
		const other = isListed
			? undefined
			: others.find((each) => standsFor(info, each, options.unlessSince ?? 0));
		return { version: other ?? info, durable: isDurable };
	}

	list(documentId: DocumentId): Promise<readonly VersionInfo[]> {
		return this.#list({ documentId });
	}

	listProject(projectId: ProjectId): Promise<readonly VersionInfo[]> {
		return this.#list({ projectId });
	}

	async readProject(projectId: ProjectId): Promise<Result<readonly VersionInfo[], StorageProblem>> {
		const read = await this.#reads.read((backend) => backend.listVersions({ projectId }), []);
		return read.ok ? ok(listed(read.value.value, read.value.writes, { projectId })) : read;
	}

	async read(id: VersionId): Promise<Result<Uint8Array<ArrayBuffer> | null, StorageProblem>> {
		const read = await this.#reads.read((backend) => backend.readVersion(id), null);
		const writes = read.ok ? read.value.writes : this.#journal.unwritten;
		const stored = read.ok ? read.value.value : null;
		if (!overlay(stored ? [stored.info] : [], writes).some((info) => info.id === id)) {
			return read.ok ? ok(null) : read;
		}
		const unwritten = writes.find((write) => write.kind === 'version' && write.info.id === id);
		if (unwritten?.kind === 'version') return ok(unwritten.state.slice());
		if (!stored) return ok(null);
		if ((await hashAsset(stored.state)) === stored.info.hash) return ok(stored.state);
		await this.#reads.attempt((backend) =>
			backend.quarantineVersion(id, 'The bytes do not match the hash of the version'),
		);
		const when = new Date(stored.info.createdAt).toISOString();
		const message = `The version of ${when} is damaged on this device and cannot be shown or restored. Its bytes were set aside; choose another version.`;
		return err({ reason: 'damaged', message });
	}

	rename(id: VersionId, label: string | null): Promise<boolean> {
		return this.#journal.add({ kind: 'label-version', id, label }, 0);
	}

	remove(id: VersionId): Promise<boolean> {
		return this.removeMany([id]);
	}

	removeMany(ids: readonly VersionId[]): Promise<boolean> {
		if (ids.length === 0) return Promise.resolve(true);
		return this.#journal.add({ kind: 'forget-versions', ids: [...ids] }, 0);
	}

	async #place(
		version: NewVersion,
		state: Uint8Array<ArrayBuffer>,
		options: AddVersionOptions,
	): Promise<{ readonly info: VersionInfo; readonly durable: Promise<boolean> }> {
		const hash = await hashAsset(state);
		const known = await this.#equalNewest(version, hash);
		if (known && this.#unwritten(known.id)) return { info: known, durable: this.#whenWritten(known.id) };
		const info = known ?? { ...version, id: mintVersionId(), hash, bytes: state.length };
		// A known one as well: its bytes may have been set aside since, and are whole again with this.
		const other = known ? undefined : await this.#standIn(info, options);
		if (other) return { info: other, durable: this.#whenWritten(other.id) };
		return { info, durable: this.#journal.add({ kind: 'version', info, state, ...options }, 0) };
	}

	async #equalNewest(version: NewVersion, hash: string): Promise<VersionInfo | null> {
		// The base of a branch goes with its branch, so no two may share one.
		if (version.label !== null || version.reason === 'branch') return null;
		const versions = await this.list(version.documentId);
		const newest = versions.filter(({ createdAt }) => createdAt === versions[0]?.createdAt);
		return newest.find((info) => info.hash === hash && info.reason !== 'branch') ?? null;
	}

	async #standIn(info: VersionInfo, { unlessSince }: AddVersionOptions): Promise<VersionInfo | undefined> {
		if (unlessSince === undefined) return undefined;
		const others = await this.list(info.documentId);
		return others.find((other) => standsFor(info, other, unlessSince));
	}

	#whenWritten(id: VersionId): Promise<boolean> {
		return this.#journal.whenDurable((write) => write.kind === 'version' && write.info.id === id);
	}

	async #list(of: VersionsOf): Promise<readonly VersionInfo[]> {
		const read = await this.#reads.read((backend) => backend.listVersions(of), []);
		return read.ok
			? listed(read.value.value, read.value.writes, of)
			: listed([], this.#journal.unwritten, of);
	}

	#unwritten(id: VersionId): VersionWrite | undefined {
		return this.#journal.unwritten.find(
			(write): write is VersionWrite => write.kind === 'version' && write.info.id === id,
		);
	}
}

const belongsTo = (info: VersionInfo, of: VersionsOf): boolean =>
	'documentId' in of ? info.documentId === of.documentId : info.projectId === of.projectId;

const listed = (stored: readonly VersionInfo[], writes: readonly Write[], of: VersionsOf) =>
	overlay(stored, writes)
		.filter((info) => belongsTo(info, of))
		.sort(newestFirst);

/** What the writes make of the versions the database named. */
function overlay(stored: readonly VersionInfo[], writes: readonly Write[]): VersionInfo[] {
	const versions = new Map(stored.map((info) => [info.id, info]));
	const forget = (of: VersionsOf) => {
		for (const info of versions.values()) if (belongsTo(info, of)) versions.delete(info.id);
	};
	for (const write of writes) {
		if (write.kind === 'version' && !versions.has(write.info.id)) versions.set(write.info.id, write.info);
		if (write.kind === 'label-version') {
			const info = versions.get(write.id);
			if (info) versions.set(write.id, { ...info, label: write.label });
		}
		if (write.kind === 'forget-versions') for (const id of write.ids) versions.delete(id);
		if (write.kind === 'forget-document') forget({ documentId: write.id });
		if (write.kind === 'forget-project') forget({ projectId: write.id });
	}
	return [...versions.values()];
}
