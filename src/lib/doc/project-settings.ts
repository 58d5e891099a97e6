import type * as Y from 'yjs';
import { isId, type DocumentId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { readActions, type ProjectAction } from './input-actions.ts';

/** What holds for everybody in a project, each in a register of its own. */
export type ProjectSettings = {
	/** The scene that is shown to whoever opens the project first; null: the first of the list. */
	readonly firstScene: DocumentId | null;
	/** Metres that moves snap to, until somebody chooses otherwise for themselves. */
	readonly gridStep: number;
	/** What its players do besides what every game has. */
	readonly actions: readonly ProjectAction[];
};

export const GRID_STEP = { default: 0.25, min: 0.01, max: 100 } as const;

export function readProjectSettings(registers: Y.Map<JsonValue>): ProjectSettings {
	const [scene, step] = [registers.get('firstScene'), registers.get('gridStep')];
	return Object.freeze({
		firstScene: isId(scene) ? (scene as DocumentId) : null,
		gridStep: isGridStep(step) ? step : GRID_STEP.default,
		actions: readActions(registers.entries()),
	});
}

export const isGridStep = (value: unknown): value is number =>
	typeof value === 'number' && value >= GRID_STEP.min && value <= GRID_STEP.max;
