import type { CommandAct } from '../editor/commands/command-registry.ts';
import type { CommandId } from '../editor/commands/command-table.ts';
import { NEW_ENTITY_KINDS, type NewEntityKind } from '../editor/new-entity.ts';
import type { ViewDirection } from '../engine/viewport-port.ts';
import { m } from '../paraglide/messages.js';
import { clipboardActs } from './clipboard-acts.ts';
import { freeSpot } from './free-spot.ts';
import { nameOfKind } from './kind-names.ts';
import { newSample } from './placing.svelte.ts';
import { prefabActs } from './prefab-acts.ts';
import { selectionActs } from './selection-acts.ts';
import { undoNotice } from './undo-notice.ts';
import type { WorkspaceCommands } from './workspace-commands.ts';
import type { Workspace } from './workspace.svelte.ts';

type Acts = Readonly<Partial<Record<CommandId, CommandAct>>>;
type Point = readonly [number, number, number];

/** What can be done in any scene, whichever panels are on screen. */
export const sceneActs = (workspace: Workspace, commands: WorkspaceCommands): Acts => ({
	...toolActs(workspace, commands),
	...handleActs(workspace),
	...viewActs(workspace),
	...selectionActs(workspace, commands),
	...clipboardActs(workspace, commands),
	...addActs(workspace, commands),
	...historyActs(workspace, commands),
	...prefabActs(workspace, commands),
});

const whyNoScene = ({ scene }: Workspace) => (scene ? undefined : m.studio_why_no_scene());

function toolActs(workspace: Workspace, { whyNoEdit }: WorkspaceCommands): Acts {
	const tool = (id: 'move' | 'rotate' | 'scale'): CommandAct => ({
		run: () => workspace.setTool(id),
		reason: whyNoEdit,
	});
	const reason = () => whyNoScene(workspace);
	const snapTo = (to: Workspace['snap']['to']): CommandAct => ({
		run: () => workspace.setSnap({ to }),
		checked: () => workspace.snap.to === to,
		reason,
	});
	return {
		'tool.select': { run: () => workspace.setTool('select'), reason },
		'tool.move': tool('move'),
		'tool.rotate': tool('rotate'),
		'tool.scale': tool('scale'),
		'snap.steps': snapTo('steps'),
		'snap.surface': snapTo('surface'),
		'snap.vertex': snapTo('vertex'),
		'snap.align': {
			run: () => workspace.setSnap({ align: !workspace.snap.align, to: 'surface' }),
			checked: () => workspace.snap.align,
			reason,
		},
		'snap.toggle': { run: () => workspace.toggleSnap(), reason, checked: () => workspace.snap.on },
	};
}

const SPACES = ['world', 'local', 'parent'] as const;
const PIVOTS = ['median', 'active', 'individual'] as const;
const after = <T>(all: readonly T[], one: T): T => all[(all.indexOf(one) + 1) % all.length] ?? one;

/** How the handles stand on what is selected. */
function handleActs(workspace: Workspace): Acts {
	const reason = () => whyNoScene(workspace);
	const space = (space: (typeof SPACES)[number]): CommandAct => ({
		run: () => workspace.setHandles({ space }),
		checked: () => workspace.handles.space === space,
		reason,
	});
	const pivot = (pivot: (typeof PIVOTS)[number]): CommandAct => ({
		run: () => workspace.setHandles({ pivot }),
		checked: () => workspace.handles.pivot === pivot,
		reason,
	});
	return {
		'space.next': {
			run: () => workspace.setHandles({ space: after(SPACES, workspace.handles.space) }),
			reason,
		},
		'space.world': space('world'),
		'space.local': space('local'),
		'space.parent': space('parent'),
		'pivot.next': {
			run: () => workspace.setHandles({ pivot: after(PIVOTS, workspace.handles.pivot) }),
			reason,
		},
		'pivot.median': pivot('median'),
		'pivot.active': pivot('active'),
		'pivot.individual': pivot('individual'),
	};
}

function viewActs(workspace: Workspace): Acts {
	const reason = () => whyNoScene(workspace);
	const whyNoPicture = () => reason() ?? (workspace.viewport ? undefined : m.viewport_none_title());
	const shade = (shading: Workspace['shading']): CommandAct => ({
		run: () => workspace.setShading(shading),
		checked: () => workspace.shading === shading,
		reason,
	});
	const look = (direction: ViewDirection): CommandAct => ({
		run: () => workspace.viewport?.look(direction),
		reason: whyNoPicture,
	});
	return {
		'grid.toggle': { run: () => workspace.toggleGrid(), reason, checked: () => workspace.grid },
		'view.focus': { run: () => workspace.focusSelection(), reason },
		'view.frame-all': { run: () => workspace.viewport?.focus('all'), reason: whyNoPicture },
		'view.lit': shade('lit'),
		'view.unlit': shade('unlit'),
		'view.wireframe': shade('wireframe'),
		'view.normals': shade('normals'),
		'view.orthographic': {
			run: () => workspace.toggleProjection(),
			checked: () => workspace.projection === 'orthographic',
			reason,
		},
		'view.front': look('front'),
		'view.back': look('back'),
		'view.left': look('left'),
		'view.right': look('right'),
		'view.top': look('top'),
		'view.bottom': look('bottom'),
	};
}

/** Adding: where the view looks, or where a click says; and selected. */
function addActs(workspace: Workspace, commands: WorkspaceCommands): Acts {
	const add = (kind: NewEntityKind) => {
		const { scene, placingPoint } = workspace;
		if (!scene) return;
		if (kind === 'sky') return void commands.tell(scene.addSky(nameOfKind(kind)));
		const name = nameOfKind(kind);
		const put = (at: Point) => commands.tell(scene.add(kind, name, at));
		if (workspace.waitsForClick) workspace.placing.start({ name, sample: newSample(kind, name), add: put });
		else put(freeSpot(scene.scene.snapshot, placingPoint));
	};
	const adding = NEW_ENTITY_KINDS.map((kind): [CommandId, CommandAct] => [
		`add.${kind}`,
		{ run: () => add(kind), reason: commands.whyNoEdit },
	]);
	return {
		...Object.fromEntries(adding),
		'add.by-click': {
			run: () => workspace.placing.toggle(),
			checked: () => workspace.placing.byClick,
			reason: () => commands.whyNoEdit() ?? (workspace.viewport ? undefined : m.viewport_none_title()),
		},
	};
}

function historyActs(workspace: Workspace, commands: WorkspaceCommands): Acts {
	const { session } = workspace;
	const whyNot = () => (session.canEdit ? undefined : m.studio_why_read_only());
	const tellStep = (step: ReturnType<Workspace['undo']>) => {
		if (!commands.tell(step) || !step.ok || !step.value) return;
		const text = undoNotice(step.value.skipped, session);
		if (text !== undefined) commands.notify({ kind: 'info', text });
	};
	return {
		'history.undo': {
			run: () => tellStep(workspace.undo()),
			reason: () => whyNot() ?? (session.history.canUndo ? undefined : m.studio_why_no_undo()),
		},
		'history.redo': {
			run: () => tellStep(workspace.redo()),
			reason: () => whyNot() ?? (session.history.canRedo ? undefined : m.studio_why_no_redo()),
		},
	};
}
