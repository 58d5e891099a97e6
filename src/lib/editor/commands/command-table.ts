import type { Chord } from './chord.ts';

/** What kind of thing a command does; lists show the groups in this order. */
export const COMMAND_GROUPS = [
	'tools',
	'edit',
	'add',
	'view',
	'tree',
	'assets',
	'files',
	'documents',
	'app',
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

type CommandFacts = {
	readonly group: CommandGroup;
	/** The keys it has unless a profile or the person says otherwise; tooltips and menus show the first. */
	readonly keys?: readonly Chord[];
	/** Takes something away: shown in the colour of warnings. */
	readonly danger?: true;
};

/**
 * Everything a person can ask for, by a name that never changes: menus, buttons, keys, the palette and whoever acts for a
 * person call it by that. Its words and icon stand in `studio/command-looks.ts`; what it does is given by the part that
 * owns it. See docs/editor.md.
 */
export const COMMANDS = {
	'tool.select': { group: 'tools', keys: ['q'] },
	'tool.move': { group: 'tools', keys: ['w'] },
	'tool.rotate': { group: 'tools', keys: ['e'] },
	'tool.scale': { group: 'tools', keys: ['r'] },
	'snap.toggle': { group: 'tools', keys: ['s'] },
	'snap.steps': { group: 'tools' },
	'snap.surface': { group: 'tools' },
	'snap.vertex': { group: 'tools' },
	'snap.align': { group: 'tools' },

	'history.undo': { group: 'edit', keys: ['mod+z'] },
	'history.redo': { group: 'edit', keys: ['mod+shift+z', 'mod+y'] },
	'entity.cut': { group: 'edit', keys: ['mod+x'] },
	'entity.copy': { group: 'edit', keys: ['mod+c'] },
	'entity.paste': { group: 'edit', keys: ['mod+v'] },
	'entity.duplicate': { group: 'edit', keys: ['mod+d'] },
	'entity.group': { group: 'edit', keys: ['mod+g'] },
	'entity.ungroup': { group: 'edit', keys: ['mod+shift+g'] },
	'prefab.create': { group: 'edit' },
	'prefab.edit': { group: 'edit' },
	'prefab.revert-all': { group: 'edit' },
	'prefab.apply-all': { group: 'edit' },
	'prefab.detach': { group: 'edit' },
	'entity.rename': { group: 'edit', keys: ['F2'] },
	'entity.drop': { group: 'edit', keys: ['End'] },
	'entity.toggle-visible': { group: 'edit', keys: ['h'] },
	'entity.toggle-locked': { group: 'edit', keys: ['l'] },
	'entity.delete': { group: 'edit', keys: ['Delete', 'Backspace'], danger: true },
	'component.paste': { group: 'edit' },
	'entity.versions': { group: 'edit' },
	'problem.fix-all': { group: 'edit' },
	'selection.all': { group: 'edit', keys: ['mod+a'] },
	'selection.clear': { group: 'edit', keys: ['Escape'] },

	'add.empty': { group: 'add' },
	'add.box': { group: 'add' },
	'add.sphere': { group: 'add' },
	'add.plane': { group: 'add' },
	'add.cylinder': { group: 'add' },
	'add.text': { group: 'add' },
	'add.directional-light': { group: 'add' },
	'add.point-light': { group: 'add' },
	'add.spot-light': { group: 'add' },
	'add.ambient-light': { group: 'add' },
	'add.camera': { group: 'add' },
	'add.sky': { group: 'add' },
	'prefab.place': { group: 'add' },
	'camera.place': { group: 'add' },

	'view.focus': { group: 'view', keys: ['f'] },
	'view.frame-all': { group: 'view', keys: ['shift+f'] },
	'view.isolate': { group: 'view', keys: ['/'] },
	'grid.toggle': { group: 'view', keys: ['g'] },
	'view.lit': { group: 'view' },
	'view.unlit': { group: 'view' },
	'view.wireframe': { group: 'view' },
	'view.normals': { group: 'view' },
	'view.orthographic': { group: 'view', keys: ['5'] },
	'view.front': { group: 'view', keys: ['1'] },
	'view.back': { group: 'view' },
	'view.left': { group: 'view' },
	'view.right': { group: 'view', keys: ['3'] },
	'view.top': { group: 'view', keys: ['7'] },
	'view.bottom': { group: 'view' },
	'view.go-1': { group: 'view', keys: ['alt+1'] },
	'view.go-2': { group: 'view', keys: ['alt+2'] },
	'view.go-3': { group: 'view', keys: ['alt+3'] },
	'view.go-4': { group: 'view', keys: ['alt+4'] },
	'view.go-5': { group: 'view', keys: ['alt+5'] },
	'view.go-6': { group: 'view', keys: ['alt+6'] },
	'view.go-7': { group: 'view', keys: ['alt+7'] },
	'view.go-8': { group: 'view', keys: ['alt+8'] },
	'view.go-9': { group: 'view', keys: ['alt+9'] },
	'view.keep-1': { group: 'view', keys: ['alt+shift+1'] },
	'view.keep-2': { group: 'view', keys: ['alt+shift+2'] },
	'view.keep-3': { group: 'view', keys: ['alt+shift+3'] },
	'view.keep-4': { group: 'view', keys: ['alt+shift+4'] },
	'view.keep-5': { group: 'view', keys: ['alt+shift+5'] },
	'view.keep-6': { group: 'view', keys: ['alt+shift+6'] },
	'view.keep-7': { group: 'view', keys: ['alt+shift+7'] },
	'view.keep-8': { group: 'view', keys: ['alt+shift+8'] },
	'view.keep-9': { group: 'view', keys: ['alt+shift+9'] },
	'view.select': { group: 'view', keys: ['b'] },
	'view.pan': { group: 'view' },
	'view.zoom': { group: 'view' },
	'panel.picture-only': { group: 'view', keys: ['alt+p'] },
	'panel.hierarchy': { group: 'view' },
	'panel.inspector': { group: 'view' },
	'panel.assets': { group: 'view' },
	'panel.hierarchy-start': { group: 'view' },
	'panel.hierarchy-end': { group: 'view' },
	'panel.hierarchy-bottom': { group: 'view' },
	'panel.inspector-start': { group: 'view' },
	'panel.inspector-end': { group: 'view' },
	'panel.inspector-bottom': { group: 'view' },
	'panel.assets-start': { group: 'view' },
	'panel.assets-end': { group: 'view' },
	'panel.assets-bottom': { group: 'view' },
	'panel.reset': { group: 'view' },
	'panel.problems': { group: 'view', keys: ['shift+p'] },

	'tree.search': { group: 'tree', keys: ['mod+f'] },
	'tree.expand-all': { group: 'tree' },
	'tree.collapse-all': { group: 'tree' },

	'asset.add': { group: 'assets' },
	'asset.details': { group: 'assets' },
	'asset.find-uses': { group: 'assets' },
	'asset.rename': { group: 'assets' },
	'asset.replace': { group: 'assets' },
	'asset.move': { group: 'assets' },
	'asset.delete': { group: 'assets', danger: true },
	'assets.new-folder': { group: 'assets' },
	'assets.up': { group: 'assets' },
	'assets.list': { group: 'assets' },
	'assets.unused': { group: 'assets' },
	'assets.sort-name': { group: 'assets' },
	'assets.sort-kind': { group: 'assets' },
	'assets.sort-size': { group: 'assets' },
	'assets.sort-added': { group: 'assets' },

	'file.import': { group: 'files', keys: ['mod+i'] },
	'gltf.import': { group: 'files' },
	'gltf.export': { group: 'files' },
	'scene.import': { group: 'files' },
	'scene.export': { group: 'files' },
	'project.save-to-file': { group: 'files', keys: ['mod+s'] },
	'project.export': { group: 'files' },

	'scene.create': { group: 'documents' },
	'page.create': { group: 'documents' },
	'prefab.leave': { group: 'documents' },
	'tab.next': { group: 'documents', keys: ['alt+x'] },
	'tab.previous': { group: 'documents', keys: ['alt+z'] },
	'tab.close': { group: 'documents', keys: ['alt+w'] },
	'tab.close-others': { group: 'documents' },
	'tab.move-before': { group: 'documents' },
	'tab.move-after': { group: 'documents' },
	'document.rename': { group: 'documents' },
	'document.delete': { group: 'documents', danger: true },
	'project.rename': { group: 'documents' },
	'project.settings': { group: 'documents' },
	'share.open': { group: 'documents' },
	'versions.open': { group: 'documents', keys: ['shift+v'] },
	'version.name': { group: 'documents' },
	'branches.open': { group: 'documents', keys: ['shift+b'] },
	'branch.create': { group: 'documents' },
	'branch.merge': { group: 'documents' },

	'palette.open': { group: 'app', keys: ['mod+k'] },
	'shortcuts.open': { group: 'app', keys: ['?'] },
	'tour.start': { group: 'app' },
	'tour.leave': { group: 'app' },
	'theme.dark': { group: 'app' },
	'theme.light': { group: 'app' },
	'theme.system': { group: 'app' },
	'go.home': { group: 'app' },
	'go.account': { group: 'app' },
	'go.storage': { group: 'app' },
} as const satisfies Readonly<Record<string, CommandFacts>>;

export type CommandId = keyof typeof COMMANDS;

export const COMMAND_IDS = Object.keys(COMMANDS) as readonly CommandId[];

/** What is told of a command in the table. */
export const factsOf = (id: CommandId): CommandFacts => COMMANDS[id];

export const isCommandId = (id: string): id is CommandId => Object.hasOwn(COMMANDS, id);
