import { mat4 } from 'gl-matrix';
import type { JsonValue } from '#lib/base/json.ts';
import { readField } from '#lib/doc/components/registry.ts';
import type { EntityData, Outline } from './game-data.ts';
import { Transforms } from './transforms.ts';

/** A thing of the running game. It is no document: what happens to it is gone when the game ends. */
export type GameEntity = {
	readonly id: string;
	/** Its place among the transforms; never another's while the game runs. */
	readonly index: number;
	readonly name: string;
	readonly parent: GameEntity | null;
	readonly values: Record<string, JsonValue>;
	readonly outline: Outline | undefined;
};

/** What is in a running game, in the order in which it came. */
export class GameWorld {
	readonly transforms = new Transforms();
	#entities: GameEntity[] = [];

	constructor(entities: readonly EntityData[]) {
		for (const { id, name, parent, values, outline } of entities)
			this.#add({ id, name, parent: this.#entities[parent] ?? null, values: { ...values }, outline });
		// Whoever shows the game has begun with the same scene.
		this.transforms.takeChanges();
	}

	get entities(): readonly GameEntity[] {
		return this.#entities;
	}

	/** From an entity's own space to the world's. */
	worldMatrix(entity: GameEntity | null): mat4 {
		const matrix = mat4.create();
		for (let at = entity; at; at = at.parent) mat4.multiply(matrix, this.#localMatrix(at.index), matrix);
		return matrix;
	}

	#add(entity: Omit<GameEntity, 'index'>): void {
		const added = { ...entity, index: this.#entities.length };
		this.#entities.push(added);
		this.transforms.setPosition(added.index, readField(added, 'transform', 'position'));
		this.transforms.setRotation(added.index, readField(added, 'transform', 'rotation'));
		this.transforms.setScale(added.index, readField(added, 'transform', 'scale'));
	}

	#localMatrix(index: number): mat4 {
		const { transforms } = this;
		return mat4.fromRotationTranslationScale(
			mat4.create(),
			transforms.rotation(index),
			transforms.position(index),
			transforms.scale(index),
		);
	}
}
