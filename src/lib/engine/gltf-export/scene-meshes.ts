import type { AssetHash } from '../../base/ids.ts';
import { readField } from '../../doc/components/registry.ts';
import type { ExpandedEntity } from '../../doc/prefabs/expanded-scene.ts';
import { lookKey, readLook, type MaterialLook } from '../scene/material-look.ts';
import { Shapes, type Shape } from '../scene/shapes.ts';
import { setText, type TextPress } from '../scene/texts.ts';
import type { ExportNotes } from './export-notes.ts';
import type { Draft, GltfWriter } from './gltf-writer.ts';
import { writeGeometry, writeQuad } from './write-geometry.ts';
import { writeMaterial, writePicture, type ImageOf } from './write-material.ts';

/** A picture in the written file, and how wide it is for its height. */
export type WrittenImage = { readonly index: number; readonly widthByHeight: number };

type Options = {
	readonly writer: GltfWriter;
	readonly images: ReadonlyMap<AssetHash, WrittenImage>;
	readonly notes: ExportNotes;
	/** Needed where anything has a `text`. */
	readonly press: TextPress | null;
};

/** Writes what entities draw themselves: shapes, texts and pictures. What looks the same is written once. */
export class SceneMeshes {
	readonly #options: Options;
	readonly #shapes = new Shapes();
	readonly #geometries = new Map<string, Draft>();
	readonly #meshes = new Map<string, number>();
	readonly #materials = new Map<string, number>();
	readonly #imageOf: ImageOf;

	constructor(options: Options) {
		this.#options = options;
		this.#imageOf = (hash) => options.images.get(hash)?.index;
	}

	shape(entity: ExpandedEntity, shape: Shape): number {
		const look = readLook(entity, shape === 'plane');
		return this.#mesh(shape, shape, look, entity, (tangents) =>
			writeGeometry(this.#options.writer, this.#shapes.get(shape), tangents),
		);
	}

	/** undefined when it says nothing that could be seen. */
	text(entity: ExpandedEntity): number | undefined {
		const { press, writer } = this.#options;
		const content = readField(entity, 'text', 'content');
		const size = readField(entity, 'text', 'size');
		const depth = readField(entity, 'text', 'depth');
		if (!press || content.trim() === '') return undefined;
		const look = readLook(entity, depth === 0);
		return this.#mesh(content, JSON.stringify([content, size, depth]), look, entity, (tangents) => {
			const geometry = setText(press, { content, size, depth });
			const written = writeGeometry(writer, geometry, tangents);
			geometry.dispose();
			return written;
		});
	}

	picture(entity: ExpandedEntity): number {
		const { writer, images } = this.#options;
		const hash = readField(entity, 'sprite', 'image');
		const image = hash ? images.get(hash) : undefined;
		const look = {
			color: readField(entity, 'sprite', 'color'),
			opacity: readField(entity, 'sprite', 'opacity'),
			image: image?.index,
		};
		const height = readField(entity, 'sprite', 'size');
		const width = height * (image?.widthByHeight ?? 1);
		const material = this.#once(this.#materials, `picture ${JSON.stringify(look)}`, () =>
			writePicture(writer, look),
		);
		return this.#once(this.#meshes, `picture ${width} ${height} ${material}`, () =>
			writer.add('meshes', { primitives: [{ ...writeQuad(writer, width, height), material }] }),
		);
	}

	dispose(): void {
		this.#shapes.dispose();
	}

	#mesh(
		name: string,
		key: string,
		look: MaterialLook,
		entity: ExpandedEntity,
		write: (tangents: boolean) => Draft,
	): number {
		const { writer } = this.#options;
		const tangents = look.maps.normalMap !== null && this.#imageOf(look.maps.normalMap) !== undefined;
		const material = this.#material(look, entity);
		return this.#once(this.#meshes, `${tangents} ${material} ${key}`, () => {
			const known = `${tangents} ${key}`;
			const geometry = this.#geometries.get(known) ?? write(tangents);
			this.#geometries.set(known, geometry);
			return writer.add('meshes', { name, primitives: [{ ...geometry, material }] });
		});
	}

	#material(look: MaterialLook, entity: ExpandedEntity): number {
		const { writer, notes } = this.#options;
		return this.#once(this.#materials, lookKey(look), () =>
			writeMaterial(writer, look, this.#imageOf, (problem) => notes.add(problem, entity.name)),
		);
	}

	#once(known: Map<string, number>, key: string, write: () => number): number {
		const found = known.get(key) ?? write();
		known.set(key, found);
		return found;
	}
}
