import { m } from '#lib/paraglide/messages.js';
import type { Behaviour } from '#lib/runtime/behaviours/behaviours.ts';
import { latePart } from '#lib/studio/late-part.ts';
import type { TakingProject } from '#lib/studio/take-behaviour.ts';
import { wearBehaviour, type Worn } from '#lib/studio/wear-behaviour.ts';
import type { WorkspaceCommands } from '#lib/studio/workspace-commands.ts';
import { BEHAVIOUR_WORDS } from './behaviour-words.ts';
import { COMPONENT_LABELS, OPTION_LABELS } from './component-words.ts';
import type { Inspection } from './inspection.svelte.ts';

type Notify = WorkspaceCommands['notify'];

/** Gives what is selected a ready behaviour, and says what came along and what is still missing. */
export async function addBehaviour(
	inspection: Inspection,
	project: TakingProject,
	behaviour: Behaviour,
	notify: Notify,
): Promise<void> {
	const { subject } = inspection;
	const later = await latePart(import('#lib/studio/take-behaviour.ts'));
	if (!later) return notify({ kind: 'error', text: m.behaviours_missing() });
	const taken = await later.takeBehaviour(project, behaviour);
	if (!taken.ok) return notify({ kind: 'error', text: taken.error.message });
	// What was selected meanwhile was not meant.
	if (inspection.subject !== subject) return;
	const worn = inspection.addScriptWith(taken.value, (scene, ids) =>
		wearBehaviour(scene, ids, taken.value, behaviour.needs),
	);
	if (worn) tell(worn, BEHAVIOUR_WORDS[behaviour.name].label(), notify);
}

function tell({ added, otherBodies, lacksCamera }: Worn, behaviour: string, notify: Notify): void {
	if (added.length > 0) {
		const components = added.map((name) => COMPONENT_LABELS[name]()).join(', ');
		notify({ kind: 'success', text: m.behaviours_added_with({ behaviour, components }) });
	}
	const wanted = OPTION_LABELS['rigidBody.type']?.['kinematic']?.() ?? '';
	const [first] = otherBodies;
	if (first)
		notify({ kind: 'info', text: m.behaviours_body_differs({ behaviour, wanted, entity: first.name }) });
	if (lacksCamera) notify({ kind: 'info', text: m.behaviours_no_camera({ behaviour }) });
}
