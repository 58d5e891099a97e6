import dracoUrl from 'three/examples/jsm/libs/draco/gltf/draco_decoder.js?url';
import type { DracoModule } from './draco-module.ts';

declare global {
	var DracoDecoderModule: ((options: object) => Promise<DracoModule>) | undefined;
}

let loading: Promise<DracoModule> | undefined;

/**
 * Loads the Draco decoder from the app's own files, once per page. The JavaScript build, as a plain script:
 * the policy that kept WebAssembly out has been opened for physics alone, and three's own loader (fetch and evaluate in
 * a worker) is still kept out by it.
 */
export function loadDraco(): Promise<DracoModule> {
	loading ??= loadScript(dracoUrl).then(
		() =>
			globalThis.DracoDecoderModule?.({}) ?? Promise.reject(new Error('The Draco decoder did not start.')),
	);
	loading.catch(() => (loading = undefined));
	return loading;
}

function loadScript(url: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const script = document.createElement('script');
		script.src = url;
		script.onload = () => {
			script.remove();
			resolve();
		};
		script.onerror = () => {
			script.remove();
			reject(
				new Error('The Draco decoder could not be loaded. Connect once, so that it can be kept for later.'),
			);
		};
		document.head.append(script);
	});
}
