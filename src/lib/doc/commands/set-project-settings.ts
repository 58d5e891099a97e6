import { err, ok } from '../../base/result.ts';
import { GRID_STEP, isGridStep, type ProjectSettings } from '../project-settings.ts';
import type { ProjectDocument } from '../project.ts';
import { quote, refuse } from './check.ts';
import type { CommandResult } from './command.ts';

/** Changes settings of a project in one edit; what is as it is without them is not written. */
export function setProjectSettings(
	project: ProjectDocument,
	patch: Partial<Pick<ProjectSettings, 'firstScene' | 'gridStep'>>,
): CommandResult {
	const { firstScene, gridStep } = patch;
	if (gridStep !== undefined && !isGridStep(gridStep)) {
		const rule = `The step of the grid is from ${GRID_STEP.min} to ${GRID_STEP.max} metres`;
		return err(refuse(`${rule}, but this was ${quote(gridStep)}.`));
	}
	const { documents } = project.snapshot;
	if (firstScene && !documents.some(({ id, kind }) => id === firstScene && kind === 'scene'))
		return err({ reason: 'not-found', message: 'That scene is not in this project any more.' });
	const edited = project.document.edit('settings', 'edit', (edit) => {
		const set = (key: string, value: string | number | undefined) =>
			edit.set({ table: 'settings', row: '', key }, value);
		if (firstScene !== undefined) set('firstScene', firstScene ?? undefined);
		if (gridStep !== undefined) set('gridStep', gridStep === GRID_STEP.default ? undefined : gridStep);
	});
	return edited.ok ? ok() : edited;
}
