import { Box3, Group } from 'three';
import type { AssetHash, EntityId } from '../../base/ids.ts';
import { fieldOfKey } from '../../doc/components/registry.ts';
import type { SceneChanges, SceneSnapshot } from '../../doc/scene.ts';
import type { TransformValues, ViewportShading } from '../viewport-port.ts';
import { EntityNode } from './entity-node.ts';
import type { EntityPart, LateThing } from './entity-part.ts';
import { meshBox } from './mesh-box.ts';
import { OwnEnvironment } from './own-environment.ts';
import { OwnLights } from './own-lights.ts';
import type { SceneKit } from './scene-kit.ts';

const part = new Box3();

/** World matrices are recomputed only after something moved, not on every frame. */
class ContentRoot extends Group {
	moved = true;

	override updateMatrixWorld(force?: boolean): void {
		if (!this.moved && !force) return;
		this.moved = false;
		super.updateMatrixWorld(force);
	}
}

/** The scene as three.js objects, kept in step with its snapshots. Works without WebGL. */
export class SceneGraph {
	readonly root = new ContentRoot();
	readonly lights = new OwnLights();
	readonly environment = new OwnEnvironment();
	#kit: SceneKit;
	#nodes = new Map<EntityId, EntityNode>();
	#onChange: () => void;

	/** `onChange`: the picture is another now and wants to be drawn. */
	constructor(kit: SceneKit, onChange: () => void) {
		this.#kit = kit;
		this.#onChange = onChange;
		this.root.add(this.lights.suns);
	}

	get size(): number {
		return this.#nodes.size;
	}

	node(id: EntityId): EntityNode | undefined {
		return this.#nodes.get(id);
	}

	nodes(): IterableIterator<EntityNode> {
		return this.#nodes.values();
	}

	show(snapshot: SceneSnapshot): void {
		for (const node of this.#nodes.values()) node.dispose();
		this.#nodes.clear();
		for (const entity of snapshot.entities.values())
			this.#nodes.set(entity.id, new EntityNode(entity, this.#kit));
		this.#arrange(snapshot);
		this.#collect(snapshot);
		this.#changed();
	}

	apply(changes: SceneChanges): void {
		const { snapshot } = changes;
		for (const id of changes.removed) this.#remove(id);
		let surroundings = changes.hierarchy || changes.removed.size > 0;
		for (const id of changes.added) {
			const entity = snapshot.entities.get(id);
			if (!entity) continue;
			this.#remove(id);
			this.#nodes.set(id, new EntityNode(entity, this.#kit));
			surroundings = true;
		}
		for (const [id, keys] of changes.changed) {
			const entity = snapshot.entities.get(id);
			const node = this.#nodes.get(id);
			if (!entity || !node) continue;
			node.entity = entity;
			if (this.#refresh(node, keys)) surroundings = true;
		}
		if (changes.hierarchy) this.#arrange(snapshot);
		if (surroundings) this.#collect(snapshot);
		this.#changed();
	}

	preview(id: EntityId, values: Partial<TransformValues> | null): void {
		const node = this.#nodes.get(id);
		if (!node) return;
		node.preview = values;
		this.#changed();
	}

	/** A model or picture came or broke: builds anew what its size decides. */
	assetChanged(hash: AssetHash): void {
		this.#rebuild((part) => part.asset === hash);
	}

	/** Something that is loaded late is here: builds what waited for it. */
	arrived(thing: LateThing): void {
		this.#rebuild((part) => part.waitsFor === thing);
		this.lights.collect(this.#nodes.values());
	}

	/** How much larger icons are than through the editing lens, so that they look the same. */
	set iconScale(scale: number) {
		if (scale === this.#kit.iconSize.scale) return;
		this.#kit.iconSize.scale = scale;
		for (const node of this.#nodes.values())
			for (const [, part] of node.parts()) this.#kit.iconSize.apply(part.object);
		this.#changed();
	}

	setShading(mode: ViewportShading): void {
		this.#kit.shading.setMode(mode);
		for (const node of this.#nodes.values())
			for (const [, part] of node.parts()) this.#kit.shading.apply(part.object);
		this.#onChange();
	}

	/** Something outside set an object's transform: world matrices are due. */
	moved(): void {
		this.#changed();
	}

	/** World box of what is drawn, helpers left out; empty when nothing is. */
	bounds(target = new Box3()): Box3 {
		target.makeEmpty();
		this.root.updateMatrixWorld();
		this.root.traverseVisible((object) => {
			const box = meshBox(object);
			if (box) target.union(part.copy(box).applyMatrix4(object.matrixWorld));
		});
		return target;
	}

	dispose(): void {
		for (const node of this.#nodes.values()) node.dispose();
		this.#nodes.clear();
		this.lights.dispose();
	}

	#remove(id: EntityId): void {
		const node = this.#nodes.get(id);
		if (!node) return;
		// Children may stay (moved elsewhere, healed to the root): `#arrange` hangs them in again.
		for (const child of [...node.group.children]) if (child.userData['entityId']) child.removeFromParent();
		node.dispose();
		this.#nodes.delete(id);
	}

	#arrange(snapshot: SceneSnapshot): void {
		for (const [id, parentId] of snapshot.hierarchy.parentOf) {
			const group = this.#nodes.get(id)?.group;
			const parent = (parentId && this.#nodes.get(parentId)?.group) || this.root;
			if (!group || group.parent === parent) continue;
			parent.add(group);
			group.matrixWorldNeedsUpdate = true;
		}
	}

	/** Which lights and which environment count now. */
	#collect({ hierarchy }: SceneSnapshot): void {
		this.lights.collect(this.#nodes.values());
		this.environment.collect(this.#nodes.values(), hierarchy);
	}

	/** Whether the lights or the environment of the scene may be others now. */
	#refresh(node: EntityNode, keys: ReadonlySet<string>): boolean {
		const dirty = new Set<string>();
		for (const key of keys) {
			const component = fieldOfKey(key)?.component ?? key;
			dirty.add(component);
			if (component === 'material') dirty.add('mesh').add('text');
		}
		if (dirty.has('transform')) node.place();
		for (const component of dirty) node.rebuild(component);
		return dirty.has('light') || dirty.has('environment') || keys.has('visible');
	}

	#rebuild(isDue: (part: EntityPart) => boolean): void {
		for (const node of this.#nodes.values())
			for (const [component, part] of [...node.parts()]) if (isDue(part)) node.rebuild(component);
		this.#changed();
	}

	#changed(): void {
		this.root.moved = true;
		this.#onChange();
	}
}
