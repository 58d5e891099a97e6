import type { AssetHash } from '../../base/ids.ts';
import type { AssetPlace, AssetRows, StoredAsset } from '../backend.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The assets of a memory disk: rows, and pieces under names. */
export class MemoryAssets implements Omit<AssetRows, 'findUnnamed'> {
	readonly rows = new Map<AssetHash, StoredAsset>();
	readonly pieces = new Map<string, Bytes[]>();
	/** Places of what was set aside. */
	readonly setAside = new Set<string>();

	put(hash: AssetHash, bytes: Bytes, storedAt: number): void {
		if (this.#renew(hash, storedAt)) return;
		this.pieces.set(hash, [bytes.slice()]);
		this.rows.set(hash, { hash, bytes: bytes.length, storedAt, place: { kind: 'pieces', name: hash } });
	}

	/** The bytes as stored; `null` when they are in a file. */
	read(hash: AssetHash): Bytes | null {
		const row = this.rows.get(hash);
		if (row?.place.kind !== 'pieces') return null;
		const bytes = new Uint8Array(row.bytes);
		let at = 0;
		for (const piece of this.pieces.get(row.place.name) ?? []) {
			bytes.set(piece, at);
			at += piece.length;
		}
		return bytes;
	}

	forget(hash: AssetHash): void {
		const row = this.rows.get(hash);
		this.rows.delete(hash);
		if (row?.place.kind === 'pieces') this.pieces.delete(row.place.name);
	}

	/** Takes its row away; returns the bytes that go along, none where they stay at their place. */
	takeAside(hash: AssetHash): Bytes | null {
		const row = this.rows.get(hash);
		if (!row) return null;
		const stays = row.place.name !== hash;
		const bytes = stays ? new Uint8Array() : this.read(hash);
		if (stays) this.setAside.add(row.place.name);
		this.rows.delete(hash);
		if (!stays) this.pieces.delete(hash);
		return bytes;
	}

	readAssetRow = async (hash: AssetHash) => this.rows.get(hash) ?? null;
	listAssetRows = async () => [...this.rows.values()];

	async keepAsset(asset: StoredAsset, instead: AssetPlace | null): Promise<StoredAsset> {
		const stands = this.#renew(asset.hash, asset.storedAt ?? 0);
		if (stands && !(instead && isAt(stands, instead))) return stands;
		this.rows.set(asset.hash, asset);
		return asset;
	}

	renewAsset = async (hash: AssetHash, at: number) => this.#renew(hash, at);

	async dateAssets(at: number): Promise<void> {
		for (const row of this.rows.values()) if (row.storedAt === null) this.#renew(row.hash, at);
	}

	async forgetUnrenewed(assets: readonly StoredAsset[]): Promise<readonly StoredAsset[]> {
		const same = assets.filter((asset) => {
			const row = this.rows.get(asset.hash);
			return row && isAt(row, asset.place) && row.storedAt === asset.storedAt;
		});
		for (const { hash } of same) this.forget(hash);
		return same;
	}

	async writePiece(name: string, index: number, bytes: ArrayBuffer): Promise<void> {
		const pieces = this.pieces.get(name) ?? [];
		pieces[index] = new Uint8Array(bytes.slice());
		this.pieces.set(name, pieces);
	}

	readPiece = async (name: string, index: number) => this.pieces.get(name)?.[index]?.slice().buffer ?? null;
	listPieceNames = async () => [...this.pieces.keys()];
	listPlaceNames = async () =>
		new Set([...[...this.rows.values()].map(({ place }) => place.name), ...this.setAside]);

	async forgetPieces(name: string): Promise<void> {
		if (!(await this.listPlaceNames()).has(name)) this.pieces.delete(name);
	}

	#renew(hash: AssetHash, at: number): StoredAsset | null {
		const row = this.rows.get(hash);
		if (!row) return null;
		const renewed = { ...row, storedAt: at };
		this.rows.set(hash, renewed);
		return renewed;
	}
}

const isAt = ({ place }: StoredAsset, other: AssetPlace): boolean =>
	place.kind === other.kind && place.name === other.name;
