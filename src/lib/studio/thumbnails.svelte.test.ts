import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AssetHash } from '../base/ids.ts';
import { Emitter } from '../base/emitter.ts';
import type { AssetEntry } from '../doc/project.ts';
import { Thumbnails } from './thumbnails.svelte.ts';

const asset = (letter: string): AssetEntry => ({
	hash: letter.repeat(64) as AssetHash,
	name: `${letter}.glb`,
	type: 'model',
	bytes: 1,
});
const [a, b, broken] = [asset('a'), asset('b'), asset('c')];

function setup(draw: (asset: AssetEntry) => Promise<Blob | null> = async () => new Blob()) {
	const bytes = new Map([[a.hash, new Uint8Array(1)]]);
	const arrived = new Emitter<AssetHash>();
	const changed = new Emitter<AssetHash>();
	const drawn: string[] = [];
	const thumbnails = new Thumbnails<AssetEntry>({
		keyOf: ({ hash }) => hash,
		draw: async (each) => {
			if (each === broken) throw new Error('no database');
			if (!bytes.has(each.hash)) return 'missing';
			drawn.push(each.name);
			return draw(each);
		},
		onArrived: (listener) => arrived.on(listener),
		onChanged: (listener) => changed.on(listener),
	});
	return { thumbnails, bytes, arrived, changed, drawn };
}

afterEach(() => vi.restoreAllMocks());

describe('thumbnails', () => {
	it('are drawn once, however often they come into sight', async () => {
		const { thumbnails, drawn } = setup();
		thumbnails.want(a);
		thumbnails.want(a);
		expect(thumbnails.of(a.hash).kind).toBe('drawing');
		await thumbnails.whenDrawn();
		expect(thumbnails.of(a.hash).kind).toBe('drawn');
		expect(drawn).toEqual(['a.glb']);
	});

	it('are drawn when the bytes arrive', async () => {
		const { thumbnails, bytes, arrived } = setup();
		thumbnails.want(b);
		await thumbnails.whenDrawn();
		expect(thumbnails.of(b.hash).kind).toBe('missing');
		bytes.set(b.hash, new Uint8Array(1));
		arrived.emit(b.hash);
		await thumbnails.whenDrawn();
		expect(thumbnails.of(b.hash).kind).toBe('drawn');
	});

	it('are drawn anew when what they are of changed, once for all changes, and stand until then', async () => {
		const revoked = vi.spyOn(URL, 'revokeObjectURL');
		const { thumbnails, changed, drawn } = setup();
		changed.emit(a.hash);
		thumbnails.want(a);
		await thumbnails.whenDrawn();
		const before = thumbnails.of(a.hash);
		changed.emit(a.hash);
		changed.emit(a.hash);
		changed.emit(b.hash);
		expect(thumbnails.of(a.hash)).toBe(before);
		await thumbnails.whenDrawn();
		expect(drawn).toEqual(['a.glb', 'a.glb']);
		expect(thumbnails.of(a.hash)).not.toEqual(before);
		expect(revoked).toHaveBeenCalledTimes(1);
	});

	it('give way to an icon when drawing fails, and go on', async () => {
		const { thumbnails, bytes } = setup(async (each) => {
			if (each === a) throw new Error('no WebGL');
			return new Blob();
		});
		bytes.set(b.hash, new Uint8Array(1));
		thumbnails.want(a);
		thumbnails.want(b);
		await thumbnails.whenDrawn();
		expect([thumbnails.of(a.hash).kind, thumbnails.of(b.hash).kind]).toEqual(['plain', 'drawn']);
	});

	it('give way to an icon when the bytes cannot be read, and go on', async () => {
		const { thumbnails } = setup();
		thumbnails.want(broken);
		thumbnails.want(a);
		await thumbnails.whenDrawn();
		expect([thumbnails.of(broken.hash).kind, thumbnails.of(a.hash).kind]).toEqual(['plain', 'drawn']);
	});

	it('give their pictures back', async () => {
		const revoked = vi.spyOn(URL, 'revokeObjectURL');
		const { thumbnails } = setup();
		thumbnails.want(a);
		await thumbnails.whenDrawn();
		thumbnails.dispose();
		expect(revoked).toHaveBeenCalledTimes(1);
	});
});
