import type { AssetHash, EntityId } from '../../base/ids.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { MAX_ENTITIES } from '../../doc/commands/check.ts';
import { fieldOfKey } from '../../doc/components/registry.ts';
import { assetNamedBy } from '../../doc/diff/assets-of.ts';
import type { EntityDraft } from '../../doc/commands/add-entities.ts';
import { parseName } from '../../doc/entity.ts';
import { isJson, listOf, objectOf, type Json } from '../gltf/gltf-json.ts';
import { nodesBelow } from '../gltf/list-clips.ts';
import { formatPart, type ModelPart } from '../gltf/model-part.ts';
import type { ImportNotes } from './import-notes.ts';
import { ownExtras, readOwnValues, withoutShown, type Known } from './own-values.ts';
import { readCamera, readLight, type Values } from './read-parts.ts';
import { readTransform } from './read-transform.ts';
import { findWholeNodes, type Reached, type WholeNodes } from './whole-nodes.ts';

type Options = {
	/** What the file is called, for whatever in it has no name. */
	readonly name: string;
	readonly own: boolean;
	/** Under which the file is kept. */
	readonly model: AssetHash;
	readonly notes: ImportNotes;
	readonly known: Known;
	readonly mintId: () => EntityId;
};

/** Why it stops, to stand behind the file's name. */
class Stop extends Error {}

/** Reads the nodes of one scene as entities. The file was looked through before: indices lead somewhere, trees end. */
export class TreeReader {
	readonly #json: Json;
	readonly #options: Options;
	readonly #nodes: readonly Json[];
	readonly #lights: readonly Json[];
	readonly #cameras: readonly Json[];
	readonly #meshes: readonly Json[];
	/** Entities that others name, by what the file calls them. */
	readonly #ids = new Map<string, EntityId>();
	readonly #taken = new Set<EntityId>();
	readonly #used = new Set<AssetHash>();
	#whole: WholeNodes = new Set();
	#count = 0;

	constructor(json: Json, options: Options) {
		this.#json = json;
		this.#options = options;
		this.#nodes = listOf(json, 'nodes');
		this.#cameras = listOf(json, 'cameras');
		this.#meshes = listOf(json, 'meshes');
		const punctual = objectOf(json, 'extensions')?.['KHR_lights_punctual'];
		this.#lights = isJson(punctual) ? listOf(punctual, 'lights') : [];
	}

	/** Entities there are now. */
	get count(): number {
		return this.#count;
	}

	/** Assets that the entities show. */
	get usedAssets(): ReadonlySet<AssetHash> {
		return this.#used;
	}

	/** Whether a movement moves more than what stays in one piece, which can play it. */
	leavesBehind(animation: Json): boolean {
		const whole = this.#whole;
		if (whole === 'all') return false;
		const kept = new Set([...whole].flatMap((root) => [...nodesBelow(this.#nodes, root)]));
		return listOf(animation, 'channels').some((channel) => {
			const node = objectOf(channel, 'target')?.['node'];
			return typeof node === 'number' && !kept.has(node);
		});
	}

	read(roots: readonly number[]): Result<readonly EntityDraft[], string> {
		const reached = this.#reach(roots);
		const { own, name, notes } = this.#options;
		if (own) this.#nameIds(reached.keys());
		else this.#whole = findWholeNodes(this.#nodes, listOf(this.#json, 'skins'), reached);
		if (this.#whole === 'all') {
			notes.add('whole', name);
			this.#count = 1;
			return ok([{ name, values: this.#modelValues(null) }]);
		}
		try {
			const drafts = roots.map((root) => this.#draft(root)).filter((draft) => draft !== undefined);
			// What is one thing in the file is one thing here, unless it is a scene of ours.
			if (own || drafts.length <= 1) return ok(drafts);
			this.#count++;
			return ok([{ name, values: {}, children: drafts }]);
		} catch (cause) {
			if (cause instanceof Stop) return err(cause.message);
			throw cause;
		}
	}

	/** Every node below the roots that stands for an entity, with its parent. */
	#reach(roots: readonly number[]): Reached {
		const reached = new Map<number, number | null>();
		const due: [number, number | null][] = roots.map((root) => [root, null]);
		for (let next = due.pop(); next; next = due.pop()) {
			const [at, parent] = next;
			reached.set(at, parent);
			for (const child of childrenOf(this.#nodes[at])) if (!this.#isHelper(child)) due.push([child, at]);
		}
		return reached;
	}

	/** In files of ours: it only shows more of the entity it is in. */
	#isHelper(index: number): boolean {
		return this.#options.own && ownExtras(this.#nodes[index] ?? {})?.['shows'] !== undefined;
	}

	#nameIds(indices: Iterable<number>): void {
		for (const index of indices) {
			const id = ownExtras(this.#nodes[index] ?? {})?.['id'];
			if (typeof id === 'string' && !this.#ids.has(id)) this.#ids.set(id, this.#options.mintId());
		}
	}

	/** undefined for a node that only shows more of the entity it is in. */
	#draft(index: number): EntityDraft | undefined {
		const node = this.#nodes[index] ?? {};
		const own = this.#options.own ? ownExtras(node) : undefined;
		if (this.#isHelper(index)) return undefined;
		if (++this.#count > MAX_ENTITIES)
			throw new Stop(`it has more than ${MAX_ENTITIES} nodes, which is what a scene holds.`);
		const name = this.#nameOf(node, index);
		const values = { ...this.#transform(node, index, name), ...this.#values(node, own, index, name) };
		for (const [key, value] of Object.entries(values)) {
			const kind = fieldOfKey(key)?.field.kind;
			const hash = kind === 'asset' || kind === 'any' ? assetNamedBy(value) : undefined;
			if (hash) this.#used.add(hash);
		}
		const whole = this.#whole !== 'all' && this.#whole.has(index);
		const children = whole
			? []
			: childrenOf(node)
					.map((child) => this.#draft(child))
					.filter((draft) => draft !== undefined);
		const id = this.#takeId(own);
		return { name, values, ...(children.length > 0 && { children }), ...(id && { id }) };
	}

	#nameOf(node: Json, index: number): string {
		const mesh = this.#meshes[node['mesh'] as number];
		const given = [node['name'], mesh?.['name']].map((name) =>
			parseName(typeof name === 'string' ? name.toWellFormed() : undefined),
		);
		return given.find((name) => name !== undefined) ?? `Node ${index}`;
	}

	#transform(node: Json, index: number, name: string): Values {
		const read = readTransform(node);
		if (!read.ok)
			throw new Stop(`its node ${index} (“${name}”) ${read.rule}. Apply its transform and export it again.`);
		if (read.shear) this.#options.notes.add('shear', name);
		return read.values;
	}

	#values(node: Json, own: Json | undefined, index: number, name: string): Values {
		const { known, notes } = this.#options;
		if (own) return this.#ownValues(node, own, name);
		if (this.#whole !== 'all' && this.#whole.has(index)) {
			notes.add('whole', name);
			return this.#modelValues({ kind: 'node', index });
		}
		const onRange = () => notes.add('range', name);
		const punctual = objectOf(node, 'extensions')?.['KHR_lights_punctual'];
		const light = isJson(punctual) ? this.#lights[punctual['light'] as number] : undefined;
		const camera = this.#cameras[node['camera'] as number];
		const kept = ownExtras(node);
		return {
			...(kept && withoutShown(readOwnValues(kept, name, known, notes))),
			...(typeof node['mesh'] === 'number' && this.#modelValues({ kind: 'mesh', index: node['mesh'] })),
			...(light && readLight(light, onRange)),
			...(camera && readCamera(camera, onRange)),
		};
	}

	#ownValues(node: Json, own: Json, name: string): Values {
		const { known, notes } = this.#options;
		const values = { ...readOwnValues(own, name, known, notes), ...this.#references(own, name) };
		if (values['mesh'] !== true || values['mesh.geometry'] !== 'model') return values;
		// The project has the model itself: then it is shown, and the copy in the file is not needed.
		if (values['mesh.model'] !== undefined) return values;
		delete values['mesh.part'];
		const given = own['values'];
		if (!isJson(given) || typeof given['mesh.model'] !== 'string') return values;
		const part = this.#shownPart(node, own);
		if (!part) {
			notes.add('missing', name);
			return values;
		}
		return { ...values, ...this.#modelValues(part) };
	}

	/** Which part of the file draws an entity's model. */
	#shownPart(node: Json, own: Json): ModelPart | undefined {
		if (own['draws'] === 'model' && typeof node['mesh'] === 'number')
			return { kind: 'mesh', index: node['mesh'] };
		const index = childrenOf(node).find(
			(child) => ownExtras(this.#nodes[child] ?? {})?.['shows'] === 'model',
		);
		return index === undefined ? undefined : { kind: 'node', index };
	}

	#references(own: Json, name: string): Values {
		const values: Values = {};
		for (const [key, id] of Object.entries(isJson(own['references']) ? own['references'] : {})) {
			const declared = fieldOfKey(key);
			const found = typeof id === 'string' ? this.#ids.get(id) : undefined;
			const given = own['values'];
			const isThere = declared && isJson(given) && given[declared.component] === true;
			if (found && isThere && declared.field.kind === 'entity') values[key] = found;
			else if (found && isThere && declared.field.kind === 'any') values[key] = { entity: found };
			else this.#options.notes.add('reference', name);
		}
		return values;
	}

	/** Only the first that bears a name is meant by it. */
	#takeId(own: Json | undefined): EntityId | undefined {
		const name = own?.['id'];
		const id = typeof name === 'string' ? this.#ids.get(name) : undefined;
		if (!id || this.#taken.has(id)) return undefined;
		this.#taken.add(id);
		return id;
	}

	#modelValues(part: ModelPart | null): Values {
		const { model } = this.#options;
		this.#used.add(model);
		return {
			mesh: true,
			'mesh.geometry': 'model',
			'mesh.model': model,
			...(part && { 'mesh.part': formatPart(part) }),
		};
	}
}

const childrenOf = (node: Json | undefined): readonly number[] =>
	(node?.['children'] ?? []) as readonly number[];
