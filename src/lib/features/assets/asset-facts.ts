import type { AssetEntry } from '#lib/doc/project.ts';
import type { ModelFacts } from '#lib/engine/gltf/describe-model.ts';
import { m } from '#lib/paraglide/messages.js';
import { byteSize } from '#lib/ui/byte-size.ts';

/** A line of the details: what it is about, and one or several answers. */
export type Fact = { readonly label: string; readonly values: readonly string[] };

type Bytes = Uint8Array<ArrayBuffer>;

/** What is larger is not taken into memory to be counted. */
const MAX_READ_BYTES = 64 * 1024 * 1024;
const MOST_VALUES = 12;
/** Light that is brighter than white takes two bytes a channel. */
const HALF_FLOATS = 2;

/** What the file itself says, once it was read; or in words why it says nothing. */
export async function readFacts(
	asset: AssetEntry,
	load: (hash: AssetEntry['hash']) => Promise<Bytes | null>,
	locale: string,
): Promise<readonly Fact[] | string> {
	if (asset.bytes > MAX_READ_BYTES) return m.assets_facts_large();
	try {
		const bytes = await load(asset.hash);
		if (!bytes) return m.assets_facts_missing();
		return await READERS[asset.type](bytes, asset, locale);
	} catch {
		// The device's database, or a part of the studio that is not here offline: the file may be well.
		return m.assets_facts_failed();
	}
}

async function modelFacts(bytes: Bytes, { name }: AssetEntry, locale: string) {
	const { describeModel } = await import('#lib/engine/gltf/describe-model.ts');
	const facts = describeModel(bytes, name);
	return facts.ok
		? wordsOfModel(facts.value, locale)
		: m.assets_facts_unreadable({ reason: facts.error.message });
}

async function imageFacts(bytes: Bytes, { name }: AssetEntry, locale: string) {
	const [{ checkImage }, { checkHdr, isHdr }, { textureMemory }] = await Promise.all([
		import('#lib/engine/image/check-image.ts'),
		import('#lib/engine/image/check-hdr.ts'),
		import('#lib/engine/gltf/describe-model.ts'),
	]);
	const isBright = isHdr(bytes);
	const image = isBright ? checkHdr(bytes, name) : checkImage(bytes, name);
	if (!image.ok) return m.assets_facts_unreadable({ reason: image.error.message });
	const { width, height } = image.value;
	const memory = m.assets_about({
		size: byteSize(textureMemory(width, height) * (isBright ? HALF_FLOATS : 1), locale),
	});
	return [
		{ label: m.assets_fact_pixels(), values: [`${width} × ${height}`] },
		{ label: m.assets_fact_memory(), values: [memory] },
	];
}

async function soundFacts(bytes: Bytes, _: AssetEntry, locale: string): Promise<readonly Fact[] | string> {
	const { decodeSound, MAX_DECODED_BYTES } = await import('#lib/engine/sound/decode-sound.ts');
	if (bytes.byteLength > MAX_DECODED_BYTES) return m.assets_facts_large();
	const sound = await decodeSound(bytes);
	if (!sound) return m.assets_sound_failed();
	const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
	return [
		{ label: m.assets_fact_length(), values: [m.assets_seconds({ seconds: number.format(sound.duration) })] },
		{ label: m.assets_fact_channels(), values: [number.format(sound.numberOfChannels)] },
	];
}

const READERS = { model: modelFacts, image: imageFacts, audio: soundFacts };

function wordsOfModel(facts: ModelFacts, locale: string): readonly Fact[] {
	const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
	const count = (label: string, value: number): Fact => ({ label, values: [number.format(value)] });
	const list = (label: string, values: readonly string[]): Fact => ({
		label,
		values: values.length > 0 ? shorten(values) : [m.assets_none()],
	});
	return [
		count(m.assets_fact_triangles(), facts.triangles),
		count(m.assets_fact_meshes(), facts.meshes),
		count(m.assets_fact_materials(), facts.materials),
		list(
			m.assets_fact_textures(),
			facts.textures.map((texture) => m.assets_texture(texture)),
		),
		list(
			m.assets_fact_clips(),
			facts.clips.map(({ name, seconds }) => m.assets_clip({ name, seconds: number.format(seconds) })),
		),
		{
			label: m.assets_fact_memory(),
			values: [m.assets_about({ size: byteSize(facts.memory, locale) })],
		},
	];
}

function shorten(values: readonly string[]): readonly string[] {
	const rest = values.length - MOST_VALUES;
	return rest > 0 ? [...values.slice(0, MOST_VALUES), m.assets_uses_more({ count: rest })] : values;
}
