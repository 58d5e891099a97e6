const MODEL = /\.(glb|gltf)$/i;
const IMAGE = /\.(png|jpe?g|webp|hdr)$/i;
const AUDIO = /\.(wav|mp3|ogg)$/i;
/** What only ever comes beside a model. */
const PART = /\.(bin|ktx2|dds)$/i;

/** What a chosen file is to be, told by its name; its content is looked at later. */
export type ImportKind = 'model' | 'image' | 'audio' | 'part' | 'unknown';

export function importKind(fileName: string): ImportKind {
	if (MODEL.test(fileName)) return 'model';
	if (IMAGE.test(fileName)) return 'image';
	if (AUDIO.test(fileName)) return 'audio';
	return PART.test(fileName) ? 'part' : 'unknown';
}

/** The files beside a `.gltf` that it asks for, as written in it; empty when it cannot be read. */
export function askedSiblings(gltf: Uint8Array): readonly string[] {
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder().decode(gltf));
	} catch {
		return []; // the model check says what is wrong with it
	}
	const lists = [member(json, 'buffers'), member(json, 'images')];
	const uris = lists.flatMap((list) => (Array.isArray(list) ? list.map((each) => member(each, 'uri')) : []));
	const local = uris
		.filter((uri) => typeof uri === 'string')
		.filter((uri) => !/^([a-z][a-z0-9+.-]*:|\/)/i.test(uri));
	return [...new Set(local.map(decodePath))];
}

/** The chosen file that a path in a model means: by its path, else by its name, else without regard to case. */
export function findSibling(files: readonly File[], path: string): File | undefined {
	const name = path.slice(path.lastIndexOf('/') + 1);
	return (
		files.find((file) => `/${file.webkitRelativePath}`.endsWith(`/${path}`)) ??
		files.find((file) => file.name === name) ??
		files.find((file) => file.name.toLowerCase() === name.toLowerCase())
	);
}

function member(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
		? (value as Record<string, unknown>)[name]
		: undefined;
}

function decodePath(uri: string): string {
	const plain = uri.replace(/^(\.\/)+/, '');
	try {
		return decodeURIComponent(plain);
	} catch {
		return plain; // a stray per cent sign: the name is meant as it is
	}
}
