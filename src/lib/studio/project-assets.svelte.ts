import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { AssetHash, ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { AssetEntry, ProjectDocument } from '../doc/project.ts';
import { m } from '../paraglide/messages.js';
import { mayInProject, type ProjectRole } from '../protocol/permissions.ts';
import { createPageAround } from '../storage/page-adapter.ts';
import { AssetSync } from '../sync/asset-sync.ts';
import { latePart } from './late-part.ts';
import type { RefusedAssets } from './save-state.ts';
import type { StudioParts } from './parts.ts';
import type { ReadImport } from './read-imports.ts';

/** A file that could not be imported: its name, and for people why and what to do. */
export type ImportProblem = { readonly fileName: string; readonly message: string };

/** How far the file is that is being kept now. */
export type ImportProgress = {
	readonly fileName: string;
	readonly done: number;
	readonly bytes: number;
};

export type ImportOptions = {
	/** Aborted: the file under way is not kept, and none after it. */
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: ImportProgress) => void;
};

export type Imported = {
	readonly assets: readonly AssetEntry[];
	readonly problems: readonly ImportProblem[];
};

/** The project's models and images: checked before they are kept, named by their hash, brought to the server. */
export class ProjectAssets {
	#parts: StudioParts;
	#project: ProjectDocument;
	#role: () => ProjectRole;
	#sync: AssetSync | null = null;
	#projectId: ProjectId;
	#arrived = new Emitter<AssetHash>();
	#changed = new Emitter<void>();
	#stops: Dispose[] = [];

	constructor(parts: StudioParts, projectId: ProjectId, project: ProjectDocument, role: () => ProjectRole) {
		this.#parts = parts;
		this.#projectId = projectId;
		this.#project = project;
		this.#role = role;
	}

	/** Assets not known to be on the server; 0 while the project is not shared. */
	get unsent(): number {
		return this.#sync?.state.uploading ?? 0;
	}

	/** Assets here that the server will not take as things are, with the reason; null while the project is not shared. */
	get refused(): RefusedAssets | null {
		const refused = this.#sync?.state.refused;
		if (!refused) return null;
		const { count, first, problem } = refused;
		return { count, name: this.#nameOf(first), reason: problem.reason, message: problem.message };
	}

	/** The name of one that waits until the server's disk has room again; null when none does. */
	get held(): string | null {
		const held = this.#sync?.state.held;
		return held ? this.#nameOf(held) : null;
	}

	/** Assets here that are larger than a server takes: they stay on this device. 0 while the project is not shared. */
	get unsendable(): number {
		return this.#sync?.state.unsendable ?? 0;
	}

	/** Told when an asset missing here has come. */
	onArrived(listener: (hash: AssetHash) => void): Dispose {
		return this.#arrived.on(listener);
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Exchanges assets with the server from now on. */
	connect(token: () => Promise<string | null>): void {
		if (this.#sync) return;
		const { storage, projects, connection, clock, random } = this.#parts;
		const places = `uploads:${this.#projectId}`;
		const page = createPageAround();
		const sync = new AssetSync({
			projectId: this.#projectId,
			token,
			client: projects,
			clock,
			random,
			canUpload: () => mayInProject(this.#role(), 'project.asset.add'),
			versionAssets: async () => {
				const versions = await storage.versions.listProject(this.#projectId);
				return versions.flatMap(({ assets }) => assets);
			},
			places: {
				read: () => storage.settings.get(places),
				write: (value) => storage.settings.set(places, value),
			},
			holdLock: (name) => page.holdLock(name, 0),
			source: {
				size: (hash) => storage.assets.size(hash),
				get: async (hash) => {
					const found = await storage.assets.open(hash);
					return found.ok ? found.value : null;
				},
				put: async (hash, blob) => {
					const kept = await storage.assets.putFile(blob, { expected: hash });
					if (kept.ok) this.#arrived.emit(hash);
					return kept;
				},
			},
		});
		this.#sync = sync;
		const refresh = () => sync.want(this.#project.snapshot.assets.values());
		this.#stops.push(
			sync.onChange(() => this.#changed.emit()),
			this.#project.onChange(refresh),
			connection.onChange(({ kind }) => (kind === 'online' ? sync.resume() : undefined)),
			() => sync.dispose(),
		);
		refresh();
	}

	/** The bytes, if they are on this device. */
	async load(hash: AssetHash): Promise<Uint8Array<ArrayBuffer> | null> {
		const found = await this.#parts.storage.assets.get(hash);
		return found.ok ? found.value : null;
	}

	/** Lists what another project of this device brought here; false where its bytes are not here, or one may not. */
	async bring({ hash, name, type }: Pick<AssetEntry, 'hash' | 'name' | 'type'>): Promise<boolean> {
		const listed = this.#project.snapshot.assets.get(hash);
		if (listed && !listed.removed) return true;
		if (!mayInProject(this.#role(), 'project.asset.add')) return listed !== undefined;
		const bytes = await this.#parts.storage.assets.size(hash);
		if (bytes === null) return listed !== undefined;
		const addedAt = this.#parts.clock.now();
		return this.#project.addAsset(listed ?? { hash, name, type, bytes, addedAt }).ok;
	}

	/** Checks and keeps files; a file that is refused changes nothing. Models first, in the order given. */
	async importFiles(files: readonly File[], options: ImportOptions = {}): Promise<Imported> {
		if (!mayInProject(this.#role(), 'project.asset.add')) {
			const message = 'You can look at this project, but not add to it.';
			return { assets: [], problems: files.map(({ name }) => ({ fileName: name, message })) };
		}
		// The checks need the engine's parsers, which a project without imports never loads.
		const part = await latePart(import('./read-imports.ts'));
		if (!part) return { assets: [], problems: [{ fileName: '', message: m.commands_missing() }] };
		const assets: AssetEntry[] = [];
		const problems: ImportProblem[] = [];
		for await (const read of part.readImports(files)) {
			if (options.signal?.aborted) break;
			if (!read.ok) {
				problems.push(read.error);
				continue;
			}
			const kept = await this.keep(read.value, options);
			if (kept.ok) assets.push(kept.value);
			else if (!options.signal?.aborted) problems.push(kept.error);
		}
		return { assets, problems };
	}

	/** Keeps what was looked through, and lists it. */
	async keep(
		{ name, type, blob }: ReadImport,
		{ signal, onProgress }: ImportOptions = {},
	): Promise<Result<AssetEntry, ImportProblem>> {
		const report = (done: number) => onProgress?.({ fileName: name, done, bytes: blob.size });
		report(0);
		const kept = await this.#parts.storage.assets.putFile(blob, {
			...(signal && { signal }),
			onProgress: report,
		});
		if (!kept.ok)
			return err({ fileName: name, message: m.import_not_kept({ name, reason: kept.error.message }) });
		const entry: AssetEntry = { ...kept.value, name, type, addedAt: this.#parts.clock.now() };
		const listed = this.#project.addAsset(entry);
		return listed.ok ? ok(entry) : err({ fileName: name, message: listed.error.message });
	}

	#nameOf(hash: AssetHash): string {
		return this.#project.snapshot.assets.get(hash)?.name ?? hash.slice(0, 8);
	}

	dispose(): void {
		for (const stop of this.#stops) stop();
		this.#arrived.clear();
		this.#changed.clear();
	}
}
