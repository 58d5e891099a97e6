import type { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { DRACO } from './check-meshes.ts';
import { isGlb, parseGlb } from './glb.ts';
import { parseDescription, stringsOf } from './gltf-json.ts';
import { MESHOPT } from './resources.ts';

/** Gives the loader the decoders this model needs, each loaded when the first model asks for it. */
export async function decodersFor(bytes: Uint8Array, loader: GLTFLoader): Promise<void> {
	if (!isGlb(bytes)) return;
	const used = new Set(stringsOf(parseDescription(parseGlb(bytes).json), 'extensionsUsed'));
	if (MESHOPT.some((name) => used.has(name))) {
		const { meshoptDecoder } = await import('./meshopt/meshopt-decoder.ts');
		// The type names the WebAssembly decoder's whole surface; GLTFLoader calls what ours has.
		loader.setMeshoptDecoder(meshoptDecoder as unknown as Parameters<GLTFLoader['setMeshoptDecoder']>[0]);
	}
	if (used.has(DRACO)) {
		const [{ DracoGeometries }, { loadDraco }] = await Promise.all([
			import('./draco/draco-geometries.ts'),
			import('./draco/draco-adapter.ts'),
		]);
		const geometries = new DracoGeometries(await loadDraco());
		loader.setDRACOLoader(geometries as unknown as Parameters<GLTFLoader['setDRACOLoader']>[0]);
	}
}
