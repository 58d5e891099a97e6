import { err } from '#lib/base/result.ts';
import type { CommandResult } from '#lib/doc/commands/command.ts';
import type { Vector3 } from '#lib/doc/components/component.ts';
import { lockOf, unlockedOf } from '#lib/doc/locks.ts';
import { m } from '#lib/paraglide/messages.js';
import type { SceneSession } from '#lib/studio/scene-session.svelte.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { isNudgeKey, nudgeDirection, nudged } from './nudge.ts';

const FREE_STEP = 0.1;
const FAR = 10;

/** Moving the selection by key: seen while the key is held, written once when it is let go. */
export class Nudging {
	#workspace: Workspace;
	#tell: (result: CommandResult<unknown>) => boolean;
	#running: { readonly scene: SceneSession; readonly offset: Vector3 } | null = null;

	constructor(workspace: Workspace, tell: (result: CommandResult<unknown>) => boolean) {
		this.#workspace = workspace;
		this.#tell = tell;
	}

	/** False when the key is not for this. */
	press({ key, shiftKey, repeat }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'repeat'>): boolean {
		const { scene, viewport, snap } = this.#workspace;
		if (!isNudgeKey(key) || !scene || scene.readOnly || scene.selection.ids.length === 0) return false;
		if (this.#isRefused(scene, repeat)) return true;
		if (this.#running?.scene !== scene) this.commit();
		const flat = viewport?.projection === 'orthographic';
		const [x, y, z] = nudgeDirection(key, viewport?.view ?? null, flat);
		const step = (snap.on ? snap.step : FREE_STEP) * (shiftKey ? FAR : 1);
		const [fromX, fromY, fromZ] = this.#running?.offset ?? [0, 0, 0];
		this.#running = { scene, offset: [fromX + x * step, fromY + y * step, fromZ + z * step] };
		const moved = this.#moved();
		for (const { id, position } of moved) viewport?.preview(id, { position });
		scene.drags.drag(moved);
		return true;
	}

	/** The key is up, or the focus went elsewhere. */
	commit(): void {
		if (!this.#running) return;
		const { scene } = this.#running;
		const moved = this.#moved();
		this.#running = null;
		for (const { id } of moved) this.#workspace.viewport?.preview(id, null);
		if (moved.length === 0) return scene.drags.cancel();
		const edits = moved.map(({ id, position }) => ({ entityId: id, key: 'position', value: [...position] }));
		if (this.#tell(scene.setFields(edits))) scene.drags.end();
		else scene.drags.cancel();
	}

	/** Where all that is selected is locked, that is said, once for a held key. */
	#isRefused({ shown, selection }: SceneSession, repeat: boolean): boolean {
		const { snapshot } = shown;
		if (unlockedOf(snapshot, selection.ids).length > 0) return false;
		const [lock] = selection.ids.map((id) => lockOf(snapshot, id)).filter((each) => each !== undefined);
		if (lock && !repeat)
			this.#tell(err({ reason: 'locked', message: m.studio_why_locked({ name: lock.name }) }));
		return true;
	}

	#moved() {
		if (!this.#running) return [];
		const { scene, offset } = this.#running;
		return nudged(scene.shown.snapshot, scene.selection.ids, offset);
	}
}
