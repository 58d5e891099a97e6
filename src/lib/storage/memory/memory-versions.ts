import type { VersionId } from '../../base/ids.ts';
import type { VersionsOf, Write } from '../backend.ts';
import type { VersionInfo } from '../ports.ts';
import { parseVersion, standsFor, VERSION_SHAPE, type VersionRecord } from '../versions/version-record.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Versions and their bytes in plain maps. */
export class MemoryVersions {
	readonly rows = new Map<VersionId, VersionRecord>();
	readonly states = new Map<string, Bytes>();

	put({ info, state, unlessSince: since }: Extract<Write, { kind: 'version' }>): void {
		const others = this.list({ documentId: info.documentId });
		if (since !== undefined && others.some((other) => standsFor(info, other, since))) return;
		if (!this.states.has(info.hash)) this.states.set(info.hash, state.slice());
		if (!this.rows.has(info.id)) this.rows.set(info.id, { ...info, shape: VERSION_SHAPE });
	}

	label(id: VersionId, label: string | null): void {
		const row = this.rows.get(id);
		if (row && parseVersion(row)) this.rows.set(id, { ...row, label });
	}

	list(of: VersionsOf): readonly VersionInfo[] {
		return this.#rowsOf(of).flatMap((row) => parseVersion(row) ?? []);
	}

	read(id: VersionId): { readonly info: VersionInfo; readonly state: Bytes } | null {
		const info = parseVersion(this.rows.get(id));
		return info && { info, state: this.states.get(info.hash)?.slice() ?? new Uint8Array() };
	}

	forget(ids: readonly VersionId[]): void {
		for (const id of ids) this.rows.delete(id);
		const named = new Set([...this.rows.values()].map((row) => row.hash));
		for (const hash of this.states.keys()) if (!named.has(hash)) this.states.delete(hash);
	}

	forgetOf(of: VersionsOf): void {
		this.forget(this.#rowsOf(of).map((row) => row.id));
	}

	/** Removes the bytes of the version and returns them, for quarantine. */
	takeAway(id: VersionId): { readonly id: string; readonly bytes: Uint8Array } | null {
		const row = this.rows.get(id);
		const bytes = row && this.states.get(row.hash);
		if (!bytes) return null;
		this.states.delete(row.hash);
		return { id: row.documentId, bytes };
	}

	#rowsOf(of: VersionsOf): VersionRecord[] {
		return [...this.rows.values()].filter((row) =>
			'documentId' in of ? row.documentId === of.documentId : row.projectId === of.projectId,
		);
	}
}
