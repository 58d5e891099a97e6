import { checkSource } from '../doc/commands/check-prefab.ts';
import type { DocumentId, EntityId } from '../base/ids.ts';
import type { DerivedEntity } from '../doc/prefabs/derive-entity.ts';
import { prefabOf } from '../doc/prefabs/overrides.ts';
import type { CommandAct } from '../editor/commands/command-registry.ts';
import type { CommandId } from '../editor/commands/command-table.ts';
import { m } from '../paraglide/messages.js';
import { freeSpot } from './free-spot.ts';
import { prefabSample, type Placeable } from './placing.svelte.ts';
import type { SceneSession } from './scene-session.svelte.ts';
import type { WorkspaceCommands } from './workspace-commands.ts';
import type { Workspace } from './workspace.svelte.ts';

type Acts = Readonly<Partial<Record<CommandId, CommandAct>>>;
type Point = readonly [number, number, number];

/** What can be done with prefabs and their instances in any scene. */
export function prefabActs(workspace: Workspace, commands: WorkspaceCommands): Acts {
	const whyNoInstance = () => {
		if (!workspace.scene) return m.studio_why_no_scene();
		return selectedInstance(workspace) ? undefined : m.prefabs_why_no_instance();
	};
	const onInstance = (run: (scene: SceneSession, id: NonNullable<Instance>) => void): CommandAct => ({
		run: () => {
			const id = selectedInstance(workspace);
			if (workspace.scene && id) run(workspace.scene, id);
		},
		reason: () => commands.whyNoEdit() ?? whyNoInstance(),
	});
	const onOverrides = (run: (scene: SceneSession, id: NonNullable<Instance>) => void): CommandAct => {
		const act = onInstance(run);
		return { ...act, reason: () => act.reason?.() ?? whyNoOverrides(workspace) };
	};
	return {
		'prefab.create': {
			run: () => void createPrefab(workspace, commands),
			reason: () => {
				const why = commands.whyNoEdit();
				// Read by what shows it: what is selected decides.
				void workspace.scene?.selected;
				return why ?? workspace.scene?.instances.whyNoPrefab;
			},
		},
		'prefab.edit': {
			run: () => {
				const target = editable(workspace);
				if (target) workspace.enterPrefab(target.prefabId, target.at);
			},
			reason: () => whyNoInstance() ?? whyNotOpen(workspace),
		},
		'prefab.leave': {
			run: () => workspace.leavePrefab(),
			reason: () => (workspace.back ? undefined : m.prefabs_why_not_inside()),
			label: () => (workspace.back ? m.prefabs_back_to({ title: workspace.back.title }) : m.prefabs_leave()),
		},
		'prefab.revert-all': onOverrides((scene, id) => void commands.tell(scene.instances.revert(id))),
		'prefab.apply-all': onOverrides((scene, id) =>
			tellApplied(commands, scene, id, scene.instances.apply(id)),
		),
		'prefab.detach': onInstance((scene, id) => void commands.tell(scene.instances.detach(id))),
	};
}

type Instance = ReturnType<typeof selectedInstance>;

/** Reactive: another selection and another scene are told. */
function selectedInstance({ scene }: Workspace) {
	void scene?.selected;
	void scene?.snapshot;
	return scene?.instances.selected;
}

/** The prefab that the selection leads into: of the instance, or of what is selected inside of it. */
function editable(workspace: Workspace): { prefabId: DocumentId; at?: EntityId } | undefined {
	const { scene } = workspace;
	const instance = selectedInstance(workspace);
	const lead = scene?.selected.at(-1);
	const entity = lead && scene?.snapshot.entities.get(lead);
	const own = entity && prefabOf(entity);
	if (own) return { prefabId: own };
	// What an instance shows knows where it comes from.
	const { documentId, sourceId } = (entity ?? {}) as Partial<DerivedEntity>;
	if (documentId && sourceId) return { prefabId: documentId, at: sourceId };
	const prefab = instance && scene?.instances.prefabAt(instance);
	return prefab && { prefabId: prefab.id };
}

function whyNotOpen(workspace: Workspace): string | undefined {
	const target = editable(workspace);
	const entry = target && workspace.session.documents.find(({ id }) => id === target.prefabId);
	if (!target || !workspace.session.prefabs.find(target.prefabId)) return m.prefabs_why_not_here();
	return entry ? undefined : m.prefabs_deleted();
}

function whyNoOverrides(workspace: Workspace): string | undefined {
	const id = selectedInstance(workspace);
	const count = id ? workspace.scene?.instances.countOverrides(id) : 0;
	return count ? undefined : m.prefabs_why_no_overrides();
}

async function createPrefab(workspace: Workspace, commands: WorkspaceCommands): Promise<void> {
	const { scene, session } = workspace;
	if (!scene) return;
	const [only, ...others] = scene.selection.ids;
	const name = others.length === 0 && only ? scene.shown.snapshot.entities.get(only)?.name : undefined;
	const taken = new Set(session.documents.map(({ title }) => title));
	const title = freeTitle(name ?? m.prefabs_default_title(), taken);
	const made = await session.prefabs.create(scene, title);
	if (commands.tell(made)) commands.notify({ kind: 'success', text: m.prefabs_created({ title }) });
}

/** “Lamp”, “Lamp 2” …: a title no other document has. */
function freeTitle(title: string, taken: ReadonlySet<string>): string {
	let free = title;
	for (let n = 2; taken.has(free); n++) free = `${title} ${n}`;
	return free;
}

/** Puts an instance where the view looks, or at a point, and selects it. */
export function placePrefab(
	workspace: Workspace,
	commands: WorkspaceCommands,
	id: DocumentId,
	at?: Point,
): boolean {
	const { scene } = workspace;
	if (!scene) return false;
	if (at || !workspace.waitsForClick)
		return commands.tell(
			scene.instances.add(id, at ?? freeSpot(scene.scene.snapshot, workspace.placingPoint)),
		);
	workspace.placing.start(placeablePrefab(id, { scene, session: workspace.session, commands }));
	return true;
}

type PlaceablePrefabParts = {
	readonly scene: SceneSession;
	readonly session: Pick<Workspace['session'], 'prefabs'>;
	readonly commands: Pick<WorkspaceCommands, 'tell'>;
};

/** A prefab of which a click, or letting go of it, puts an instance into a scene. */
export function placeablePrefab(
	id: DocumentId,
	{ scene, session: { prefabs }, commands }: PlaceablePrefabParts,
): Placeable {
	const name = prefabs.find(id)?.title ?? m.prefabs_default_title();
	return {
		name,
		sample: prefabSample(id, name, prefabs),
		add: (at) => commands.tell(scene.instances.add(id, at)),
	};
}

/** Why no instance of a prefab may stand in the scene on screen; undefined when one may. */
export function whyNotPlace({ scene, session }: Workspace, id: DocumentId): string | undefined {
	if (!scene) return m.studio_why_no_scene();
	const problem = checkSource(scene.scene, session.prefabs.find, id);
	if (!problem) return undefined;
	return problem.reason === 'cycle' ? m.prefabs_why_contains() : m.prefabs_why_not_here();
}

/** Says what came into the prefab, and what could not. */
export function tellApplied(
	commands: WorkspaceCommands,
	{ instances }: SceneSession,
	id: NonNullable<Instance>,
	result: ReturnType<SceneSession['instances']['apply']>,
): void {
	if (!commands.tell(result) || !result.ok) return;
	const title = instances.prefabAt(id)?.source?.title ?? m.prefabs_default_title();
	const count = result.value.kept.length;
	const text = count === 0 ? m.prefabs_applied({ title }) : m.prefabs_applied_some({ title, count });
	commands.notify({ kind: count === 0 ? 'success' : 'info', text });
}
