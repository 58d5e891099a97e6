import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Dispose } from '#lib/base/disposer.ts';
import type { AssetHash } from '#lib/base/ids.ts';
import { readField } from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';
import type { AssetEntry } from '#lib/doc/project.ts';
import { latePart } from '#lib/studio/late-part.ts';
import type { ProjectAssets } from '#lib/studio/project-assets.svelte.ts';

type List = (bytes: Uint8Array, part: string) => readonly string[] | undefined;
/** The names of the movements; undefined where nobody knows them. */
type Clips = readonly string[] | undefined;

/** What is larger is not taken into memory for a list of names. */
const MAX_READ_BYTES = 64 * 1024 * 1024;

const loadList = async () => (await import('#lib/engine/gltf/list-clips.ts')).listClips;

/** The movements that models of the project bring, each read from its file once, when it is first asked for. */
export class ModelClips {
	#assets: Pick<ProjectAssets, 'load' | 'onArrived'>;
	#entry: (hash: AssetHash) => Pick<AssetEntry, 'bytes'> | undefined;
	#load: () => Promise<List>;
	#known = new SvelteMap<string, Clips>();
	#asked = new Map<string, Shown>();
	#stop: Dispose;

	constructor(
		assets: Pick<ProjectAssets, 'load' | 'onArrived'>,
		entry: (hash: AssetHash) => Pick<AssetEntry, 'bytes'> | undefined,
		load: () => Promise<List> = loadList,
	) {
		this.#assets = assets;
		this.#entry = entry;
		this.#load = load;
		this.#stop = assets.onArrived((hash) => this.#readAgain(hash));
	}

	/** What all of these can play; undefined where that of one is not known. */
	common(entities: readonly EntitySnapshot[]): Clips {
		const lists = entities.map((entity) => this.#clipsOf(entity));
		const [first, ...others] = lists;
		if (!first || others.includes(undefined)) return undefined;
		return first.filter((name) => others.every((list) => list?.includes(name)));
	}

	/** Reads what of these was not read yet. */
	read(entities: readonly EntitySnapshot[]): void {
		for (const entity of entities) {
			const shown = shownBy(entity);
			if (shown && !this.#asked.has(keyOf(shown))) void this.#read(shown);
		}
	}

	dispose(): void {
		this.#stop();
	}

	#clipsOf(entity: EntitySnapshot): Clips {
		const shown = shownBy(entity);
		return shown && this.#known.get(keyOf(shown));
	}

	async #read(shown: Shown): Promise<void> {
		const key = keyOf(shown);
		this.#asked.set(key, shown);
		if ((this.#entry(shown.hash)?.bytes ?? 0) > MAX_READ_BYTES) return;
		const [list, bytes] = await Promise.all([latePart(this.#load()), this.#assets.load(shown.hash)]);
		if (list && bytes) this.#known.set(key, list(bytes, shown.part));
		// Offline before what reads it was kept here: asked again with the next selection.
		if (!list) this.#asked.delete(key);
	}

	/** What was looked for before its file was here. */
	#readAgain(hash: AssetHash): void {
		for (const [key, shown] of this.#asked)
			if (shown.hash === hash && !this.#known.has(key)) void this.#read(shown);
	}
}

type Shown = { readonly hash: AssetHash; readonly part: string };

const keyOf = ({ hash, part }: Shown): string => `${hash} ${part}`;

/** The model that an entity shows, and which part of it. */
function shownBy(entity: EntitySnapshot): Shown | undefined {
	if (readField(entity, 'mesh', 'geometry') !== 'model') return undefined;
	const hash = readField(entity, 'mesh', 'model');
	return hash ? { hash, part: readField(entity, 'mesh', 'part') } : undefined;
}

/** Set by the inspector of entities. */
export const [getModelClips, setModelClips] = createContext<ModelClips>();
