import { mat4, quat, vec3 } from 'gl-matrix';
import type { GameCommand } from '#lib/runtime/game-commands.ts';
import type { Advanced } from '#lib/runtime/simulation-port.ts';
import type { EntityData } from '#lib/runtime/world/game-data.ts';
import { TRANSFORM_SIZE, transformOf } from '#lib/runtime/world/transforms.ts';

type Ending = Extract<GameCommand, { type: 'end' }>;
type Seen = { readonly name: string; readonly parent: number; isAlive: boolean; numbers: ArrayLike<number> };

/** What somebody who looks at a game knows of it: the same numbers wherever it runs. */
export class GameView {
	/** How it ended; undefined while it goes on. */
	ended: Ending | undefined;
	/** Errors and warnings that it told. */
	readonly troubles: string[] = [];
	#seen: Seen[] = [];

	constructor(entities: readonly EntityData[]) {
		this.#add(entities);
	}

	take({ changes, commands }: Advanced): void {
		for (const command of commands) this.#heed(command);
		for (let at = 0; at < changes.length; at += TRANSFORM_SIZE + 1) {
			const seen = this.#seen[changes[at] ?? -1];
			if (seen) seen.numbers = changes.slice(at + 1, at + 1 + TRANSFORM_SIZE);
		}
	}

	/** Where the first of this name is in the world; undefined when there is none. */
	at(name: string): readonly [x: number, y: number, z: number] | undefined {
		const found = this.#find(name);
		if (!found) return undefined;
		const at = mat4.getTranslation(vec3.create(), this.#matrix(found));
		return [at[0], at[1], at[2]];
	}

	/** Which way it looks, as seen from above: 0 along −Z, a quarter to the left is 90. */
	heading(name: string): number {
		const found = this.#find(name);
		if (!found) return 0;
		const m = this.#matrix(found);
		return (Math.atan2(m[8], m[10]) * 180) / Math.PI;
	}

	/** How far up it looks, degrees. */
	pitch(name: string): number {
		const found = this.#find(name);
		if (!found) return 0;
		const m = this.#matrix(found);
		return (Math.asin(Math.max(-1, Math.min(1, -m[9]))) * 180) / Math.PI;
	}

	/** How many of this name there are. */
	count(name: string): number {
		return this.#seen.filter((seen) => seen.name === name && this.#isThere(seen)).length;
	}

	#heed(command: GameCommand): void {
		if (command.type === 'spawn') this.#add(command.entities);
		else if (command.type === 'destroy') {
			const gone = this.#seen[command.index];
			if (gone) gone.isAlive = false;
		} else if (command.type === 'end') this.ended ??= command;
		else if (command.type === 'log' && command.level !== 'info') this.troubles.push(command.text);
	}

	#add(entities: readonly EntityData[]): void {
		for (const { name, parent, values } of entities)
			this.#seen.push({ name, parent, isAlive: true, numbers: transformOf(values) });
	}

	#find(name: string): Seen | undefined {
		return this.#seen.find((seen) => seen.name === name && this.#isThere(seen));
	}

	#isThere({ isAlive, parent }: Seen): boolean {
		const holder = this.#seen[parent];
		return isAlive && (holder === undefined || this.#isThere(holder));
	}

	#matrix({ numbers, parent }: Seen): mat4 {
		const [x = 0, y = 0, z = 0, qx = 0, qy = 0, qz = 0, qw = 1, sx = 1, sy = 1, sz = 1] = Array.from(numbers);
		const own = mat4.fromRotationTranslationScale(
			mat4.create(),
			quat.fromValues(qx, qy, qz, qw),
			[x, y, z],
			[sx, sy, sz],
		);
		const holder = this.#seen[parent];
		return holder ? mat4.multiply(mat4.create(), this.#matrix(holder), own) : own;
	}
}
