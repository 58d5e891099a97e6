import { err, ok } from '../../base/result.ts';
import {
	actionKey,
	isActionLabel,
	isActionName,
	isUsable,
	MAX_ACTION_LABEL,
	MAX_ACTIONS,
	MAX_BINDINGS,
	storedAction,
	type ProjectAction,
} from '../input-actions.ts';
import type { ProjectDocument } from '../project.ts';
import { quote, refuse } from './check.ts';
import type { CommandError, CommandResult } from './command.ts';

/** Declares an action of a project, or changes it; each is a register of its own. */
export function setAction(project: ProjectDocument, action: ProjectAction): CommandResult {
	const fault = faultOf(action);
	if (fault) return err(fault);
	const { actions } = project.snapshot.settings;
	const isNew = !actions.some(({ name }) => name === action.name);
	if (isNew && actions.length >= MAX_ACTIONS)
		return err(refuse(`A project has at most ${MAX_ACTIONS} actions of its own. Remove one first.`));
	return write(project, action.name, storedAction(action));
}

export function removeAction(project: ProjectDocument, name: string): CommandResult {
	if (!project.snapshot.settings.actions.some((action) => action.name === name))
		return err({
			reason: 'not-found',
			message: `There is no action ${quote(name)} in this project any more.`,
		});
	return write(project, name, undefined);
}

function write(
	project: ProjectDocument,
	name: string,
	value: ReturnType<typeof storedAction> | undefined,
): CommandResult {
	const edited = project.document.edit('settings', 'edit', (edit) =>
		edit.set({ table: 'settings', row: '', key: actionKey(name) }, value),
	);
	return edited.ok ? ok() : edited;
}

function faultOf({ name, label, bindings, onScreen }: ProjectAction): CommandError | undefined {
	if (!isActionName(name))
		return refuse(
			`Scripts ask for an action by a name of letters and digits that no game has yet, but this was ${quote(name)}.`,
		);
	if (!isActionLabel(label))
		return refuse(
			`An action is called by 1 to ${MAX_ACTION_LABEL} characters, but this was ${quote(label)}.`,
		);
	if (!Array.isArray(bindings) || bindings.length > MAX_BINDINGS || !bindings.every(isUsable))
		return refuse(
			`An action is pressed by at most ${MAX_BINDINGS} keys or buttons, as in “key:KeyR”, but this was ${quote(bindings)}.`,
		);
	if (typeof onScreen !== 'boolean')
		return refuse(`An action has a button on the screen (true) or not (false), not ${quote(onScreen)}.`);
	return undefined;
}
