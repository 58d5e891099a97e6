import type { Object3D } from 'three';
import { Group } from 'three';
import type { EntityId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import {
	hasComponent,
	isComponentName,
	readField,
	type ComponentName,
} from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import type { TransformValues } from '../viewport-port.ts';
import { createCameraPart } from './camera-part.ts';
import type { EntityPart } from './entity-part.ts';
import { createAudioPart, createColliderPart } from './icon-part.ts';
import { createLightPart } from './light-part.ts';
import { createEnvironmentPart } from './environment-part.ts';
import { createMeshPart } from './mesh-part.ts';
import { createNotePart } from './note-part.ts';
import type { SceneKit } from './scene-kit.ts';
import { createSpritePart } from './sprite-part.ts';
import { createTextPart } from './text-part.ts';

/** A Map, not an object: peers choose component names, `constructor` among them. */
const MAKERS = new Map<string, (entity: EntitySnapshot, kit: SceneKit) => EntityPart>([
	['mesh', createMeshPart],
	['text', createTextPart],
	['light', createLightPart],
	['camera', createCameraPart],
	['sprite', createSpritePart],
	['note', createNotePart],
	['environment', createEnvironmentPart],
	['audio', createAudioPart],
	['collider', createColliderPart],
] satisfies [ComponentName, unknown][]);

/** Fields by their keys. */
export type FieldValues = Readonly<Record<string, JsonValue>>;

/** One entity on stage: a group that holds its parts and its children's groups. */
export class EntityNode {
	readonly id: EntityId;
	readonly group = new Group();
	#stored: EntitySnapshot;
	#shown: EntitySnapshot;
	#kit: SceneKit;
	#onGone: (part: EntityPart) => void;
	#parts = new Map<string, EntityPart>();
	#preview: Partial<TransformValues> | null = null;
	#fieldPreview: FieldValues | null = null;
	#peerPreview: Partial<TransformValues> | null = null;

	/** `onGone`: a part is no longer to be seen, just before it is freed. */
	constructor(entity: EntitySnapshot, kit: SceneKit, onGone: (part: EntityPart) => void) {
		this.id = entity.id;
		this.#stored = this.#shown = entity;
		this.#kit = kit;
		this.#onGone = onGone;
		this.group.matrixAutoUpdate = false;
		this.group.userData['entityId'] = entity.id;
		this.place();
		for (const component of MAKERS.keys()) this.rebuild(component);
	}

	/** As it is shown: as the document says, or with what our hand is about to make of it. */
	get entity(): EntitySnapshot {
		return this.#shown;
	}

	set entity(entity: EntitySnapshot) {
		this.#stored = entity;
		this.#show();
	}

	/** What our hand makes of fields that are not its transform (null: nothing). */
	get fieldPreview(): FieldValues | null {
		return this.#fieldPreview;
	}

	set fieldPreview(values: FieldValues | null) {
		this.#fieldPreview = values;
		this.#show();
	}

	/** Its parts with the component each belongs to. */
	parts(): IterableIterator<[string, EntityPart]> {
		return this.#parts.entries();
	}

	/** Where our own hand has it (null: wherever it is without us). */
	set preview(values: Partial<TransformValues> | null) {
		this.#preview = values;
		this.place();
	}

	/** Where a peer is dragging it (null: where the document says). Our own hand goes before. */
	set peerPreview(values: Partial<TransformValues> | null) {
		this.#peerPreview = values;
		this.place();
	}

	/** Reads the transform anew. */
	place(): void {
		const { group, entity } = this;
		const held = { ...this.#peerPreview, ...this.#preview };
		group.position.fromArray(held.position ?? readField(entity, 'transform', 'position'));
		group.quaternion.fromArray(held.rotation ?? readField(entity, 'transform', 'rotation')).normalize();
		group.scale.fromArray(held.scale ?? readField(entity, 'transform', 'scale'));
		group.visible = readField(entity, 'transform', 'visible');
		group.updateMatrix();
	}

	/** Makes a component's part anew. The new one first, so that what both share is not freed in between. */
	rebuild(component: string): void {
		const old = this.#parts.get(component);
		const make = isComponentName(component) && hasComponent(this.entity, component) && MAKERS.get(component);
		const part = make ? make(this.entity, this.#kit) : undefined;
		if (part) {
			this.#parts.set(component, part);
			this.group.add(part.object);
		} else this.#parts.delete(component);
		if (old) this.#free(old);
	}

	dispose(): void {
		for (const part of this.#parts.values()) this.#free(part);
		this.#parts.clear();
		this.group.removeFromParent();
	}

	#show(): void {
		const values = this.#fieldPreview;
		this.#shown = values ? { ...this.#stored, values: { ...this.#stored.values, ...values } } : this.#stored;
	}

	#free(part: EntityPart): void {
		this.#onGone(part);
		part.object.removeFromParent();
		part.light?.removeFromParent();
		part.dispose();
	}
}

/** The entity an object on stage belongs to. */
export function entityIdOf(object: Object3D): EntityId | null {
	for (let at: Object3D | null = object; at; at = at.parent) {
		const id: unknown = at.userData['entityId'];
		if (typeof id === 'string') return id as EntityId;
	}
	return null;
}
