import type { CommandResult } from '#lib/doc/commands/command.ts';
import { unlockedOf } from '#lib/doc/locks.ts';
import type { HandleStep, TransformChange, ViewportTool } from '#lib/engine/viewport-port.ts';
import type { SceneSession } from '#lib/studio/scene-session.svelte.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { isNudgeKey, type NudgeKey } from './nudge.ts';
import { fieldEdits } from './viewport-binding.ts';

/** Without snapping: degrees, and a share. */
const FREE_TURN = 5;
const FREE_SCALE = 0.05;
const FAR = 3;
/** As the front of what is turned goes on screen, for whoever stands before it. */
const TURNS: Readonly<Record<NudgeKey, readonly ['x' | 'y' | 'z', 1 | -1]>> = {
	ArrowRight: ['y', 1],
	ArrowLeft: ['y', -1],
	ArrowUp: ['x', -1],
	ArrowDown: ['x', 1],
	PageUp: ['z', 1],
	PageDown: ['z', -1],
};
const GROWS: ReadonlySet<NudgeKey> = new Set(['ArrowRight', 'ArrowUp', 'PageUp']);

type Running = {
	readonly scene: SceneSession;
	readonly step: HandleStep;
	readonly changes: readonly TransformChange[];
};

/** Turning and scaling the selection by key, as by its handles: seen while the key is held, written once it is let go. */
export class HandleKeys {
	#workspace: Workspace;
	#tell: (result: CommandResult<unknown>) => boolean;
	#running: Running | null = null;

	constructor(workspace: Workspace, tell: (result: CommandResult<unknown>) => boolean) {
		this.#workspace = workspace;
		this.#tell = tell;
	}

	/** False when the key is not for this. */
	press({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean {
		const { scene, viewport, tool, snap } = this.#workspace;
		if (!isNudgeKey(key) || !viewport || !scene || scene.readOnly) return false;
		const ids = unlockedOf(scene.shown.snapshot, scene.selection.ids);
		const asked = ids.length > 0 && stepOf(tool, key, snap.on ? snap : null, shiftKey ? FAR : 1);
		if (!asked) return false;
		const before = this.#running;
		const step = before?.scene === scene ? onwards(before.step, asked) : undefined;
		if (!step) this.commit();
		const changes = viewport.handled(ids, step ?? asked);
		this.#running = { scene, step: step ?? asked, changes };
		scene.drags.drag(changes);
		return true;
	}

	/** The key is up, or the focus went elsewhere. */
	commit(): void {
		const running = this.#running;
		if (!running) return;
		this.#running = null;
		const { scene, changes } = running;
		for (const { id } of changes) this.#workspace.viewport?.preview(id, null);
		const edits = fieldEdits(changes);
		if (edits.length > 0 && this.#tell(scene.setFields(edits))) scene.drags.end();
		else scene.drags.cancel();
	}
}

type Steps = Pick<Workspace['snap'], 'turn' | 'scale'>;

/** What a key asks of the handles; undefined where the tool has none that turn or scale. */
export function stepOf(
	tool: ViewportTool,
	key: NudgeKey,
	snap: Steps | null,
	times: number,
): HandleStep | undefined {
	if (tool === 'rotate') {
		const [axis, way] = TURNS[key];
		return { kind: 'turn', axis, angle: (way * times * (snap?.turn ?? FREE_TURN) * Math.PI) / 180 };
	}
	if (tool !== 'scale') return undefined;
	const by = 1 + times * (snap?.scale ?? FREE_SCALE);
	return { kind: 'scale', factor: GROWS.has(key) ? by : 1 / by };
}

/** Two steps as one; undefined where they are about different things. */
function onwards(before: HandleStep, next: HandleStep): HandleStep | undefined {
	if (before.kind === 'scale' && next.kind === 'scale')
		return { kind: 'scale', factor: before.factor * next.factor };
	if (before.kind !== 'turn' || next.kind !== 'turn' || before.axis !== next.axis) return undefined;
	return { ...next, angle: before.angle + next.angle };
}
