import type { BranchId } from '#lib/base/ids.ts';
import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import type { BranchesRequest } from './branches-request.ts';
import type { VersionsRequest } from './versions-request.ts';

type Dialogs = {
	readonly showVersions: (request: VersionsRequest) => void;
	readonly showBranches: (request: BranchesRequest) => void;
	/** Opens the project itself, and there what merging a branch would do. */
	readonly mergeBack: (branch: BranchId) => void;
};

/** What can be asked of a project's past. */
export function historyActs(
	workspace: Workspace,
	{ showVersions, showBranches, mergeBack }: Dialogs,
): Readonly<Partial<Record<CommandId, CommandAct>>> {
	const reason = () => (workspace.document ? undefined : m.history_why_nothing());
	const selected = () => {
		const { selected: ids = [], snapshot } = workspace.scene ?? {};
		const [id] = ids;
		return ids.length === 1 && id ? snapshot?.entities.get(id) : undefined;
	};
	const { session } = workspace;
	const branch = () => session.branch?.id;
	return {
		'branches.open': {
			run: () => showBranches({}),
			label: () => (session.branch ? m.branches_open_on({ title: session.branch.title }) : m.branches_open()),
		},
		'branch.create': {
			run: () => showBranches({ naming: true }),
			reason: () => (session.canEdit ? undefined : m.studio_why_read_only()),
		},
		'branch.merge': {
			run: () => {
				const id = branch();
				if (id) mergeBack(id);
			},
			reason: () => (branch() ? undefined : m.branches_why_no_branch()),
		},
		'versions.open': { run: () => showVersions({}), reason },
		'version.name': { run: () => showVersions({ naming: true }), reason },
		'entity.versions': {
			run: () => {
				const entity = selected();
				if (entity) showVersions({ entity: { id: entity.id, name: entity.name } });
			},
			reason: () => reason() ?? (selected() ? undefined : m.history_why_one()),
		},
	};
}
