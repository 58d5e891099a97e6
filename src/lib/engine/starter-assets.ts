import { decodeDataUrl } from './data-url.ts';

/** Models that ship with the app (CC0, from @pmndrs/assets), each in a chunk of its own until it is asked for. */
const STARTER_MODELS = {
	bunny: () => import('@pmndrs/assets/models/bunny.glb.js'),
	suzi: () => import('@pmndrs/assets/models/suzi.glb.js'),
} as const;

export type StarterModel = keyof typeof STARTER_MODELS;

/** The .glb bytes of a shipped model, decoded without a request. */
export async function loadStarterModel(name: StarterModel): Promise<Uint8Array<ArrayBuffer>> {
	const { default: url } = await STARTER_MODELS[name]();
	return decodeDataUrl(url);
}
