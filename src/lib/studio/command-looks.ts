import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line';
import ArrowUpFromLine from '@lucide/svelte/icons/arrow-up-from-line';
import ArrowDownAZ from '@lucide/svelte/icons/arrow-down-a-z';
import ArrowUpDown from '@lucide/svelte/icons/arrow-up-down';
import Axis3d from '@lucide/svelte/icons/axis-3d';
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowLeftToLine from '@lucide/svelte/icons/arrow-left-to-line';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import ArrowRightToLine from '@lucide/svelte/icons/arrow-right-to-line';
import Bookmark from '@lucide/svelte/icons/bookmark';
import BookmarkPlus from '@lucide/svelte/icons/bookmark-plus';
import Box from '@lucide/svelte/icons/box';
import Boxes from '@lucide/svelte/icons/boxes';
import Camera from '@lucide/svelte/icons/camera';
import ChevronsDownUp from '@lucide/svelte/icons/chevrons-down-up';
import ChevronsUpDown from '@lucide/svelte/icons/chevrons-up-down';
import Circle from '@lucide/svelte/icons/circle';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleUserRound from '@lucide/svelte/icons/circle-user-round';
import ClipboardPaste from '@lucide/svelte/icons/clipboard-paste';
import Code from '@lucide/svelte/icons/code';
import Command from '@lucide/svelte/icons/command';
import CloudSun from '@lucide/svelte/icons/cloud-sun';
import Copy from '@lucide/svelte/icons/copy';
import CopyPlus from '@lucide/svelte/icons/copy-plus';
import Crosshair from '@lucide/svelte/icons/crosshair';
import Cuboid from '@lucide/svelte/icons/cuboid';
import Cylinder from '@lucide/svelte/icons/cylinder';
import Download from '@lucide/svelte/icons/download';
import Eye from '@lucide/svelte/icons/eye';
import FolderInput from '@lucide/svelte/icons/folder-input';
import FolderPlus from '@lucide/svelte/icons/folder-plus';
import FolderUp from '@lucide/svelte/icons/folder-up';
import FileInput from '@lucide/svelte/icons/file-input';
import FileOutput from '@lucide/svelte/icons/file-output';
import FilePlus from '@lucide/svelte/icons/file-plus';
import Fullscreen from '@lucide/svelte/icons/fullscreen';
import Focus from '@lucide/svelte/icons/focus';
import Gamepad2 from '@lucide/svelte/icons/gamepad-2';
import GitBranch from '@lucide/svelte/icons/git-branch';
import GitBranchPlus from '@lucide/svelte/icons/git-branch-plus';
import GitMerge from '@lucide/svelte/icons/git-merge';
import Globe from '@lucide/svelte/icons/globe';
import GraduationCap from '@lucide/svelte/icons/graduation-cap';
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import Group from '@lucide/svelte/icons/group';
import Hand from '@lucide/svelte/icons/hand';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import History from '@lucide/svelte/icons/history';
import House from '@lucide/svelte/icons/house';
import Images from '@lucide/svelte/icons/images';
import Import from '@lucide/svelte/icons/import';
import Info from '@lucide/svelte/icons/info';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Lasso from '@lucide/svelte/icons/lasso';
import Lamp from '@lucide/svelte/icons/lamp-ceiling';
import Layers from '@lucide/svelte/icons/layers';
import LayoutPanelTop from '@lucide/svelte/icons/layout-panel-top';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import Lock from '@lucide/svelte/icons/lock';
import List from '@lucide/svelte/icons/list';
import ListTree from '@lucide/svelte/icons/list-tree';
import Locate from '@lucide/svelte/icons/locate';
import Magnet from '@lucide/svelte/icons/magnet';
import Maximize from '@lucide/svelte/icons/maximize';
import Monitor from '@lucide/svelte/icons/monitor';
import Moon from '@lucide/svelte/icons/moon';
import MousePointer2 from '@lucide/svelte/icons/mouse-pointer-2';
import MousePointerClick from '@lucide/svelte/icons/mouse-pointer-click';
import Move from '@lucide/svelte/icons/move';
import PanelBottom from '@lucide/svelte/icons/panel-bottom';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import PanelRight from '@lucide/svelte/icons/panel-right';
import PackageOpen from '@lucide/svelte/icons/package-open';
import PackagePlus from '@lucide/svelte/icons/package-plus';
import Pause from '@lucide/svelte/icons/pause';
import Pencil from '@lucide/svelte/icons/pencil';
import Play from '@lucide/svelte/icons/play';
import Plus from '@lucide/svelte/icons/plus';
import Ruler from '@lucide/svelte/icons/ruler';
import Pyramid from '@lucide/svelte/icons/pyramid';
import Redo2 from '@lucide/svelte/icons/redo-2';
import Replace from '@lucide/svelte/icons/replace';
import Rotate3d from '@lucide/svelte/icons/rotate-3d';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Save from '@lucide/svelte/icons/save';
import Scale3d from '@lucide/svelte/icons/scale-3d';
import Scissors from '@lucide/svelte/icons/scissors';
import Scan from '@lucide/svelte/icons/scan';
import Search from '@lucide/svelte/icons/search';
import Share from '@lucide/svelte/icons/share';
import Settings2 from '@lucide/svelte/icons/settings-2';
import Share2 from '@lucide/svelte/icons/share-2';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import Square from '@lucide/svelte/icons/square';
import SquareDashed from '@lucide/svelte/icons/square-dashed';
import SquareDashedMousePointer from '@lucide/svelte/icons/square-dashed-mouse-pointer';
import SquareMousePointer from '@lucide/svelte/icons/square-mouse-pointer';
import SquarePlus from '@lucide/svelte/icons/square-plus';
import SquareTerminal from '@lucide/svelte/icons/square-terminal';
import StepForward from '@lucide/svelte/icons/step-forward';
import Sun from '@lucide/svelte/icons/sun';
import SunDim from '@lucide/svelte/icons/sun-dim';
import SunMedium from '@lucide/svelte/icons/sun-medium';
import TextAlignStart from '@lucide/svelte/icons/text-align-start';
import Trash2 from '@lucide/svelte/icons/trash-2';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Type from '@lucide/svelte/icons/type';
import X from '@lucide/svelte/icons/x';
import Undo2 from '@lucide/svelte/icons/undo-2';
import Ungroup from '@lucide/svelte/icons/ungroup';
import Unlink from '@lucide/svelte/icons/unlink';
import Upload from '@lucide/svelte/icons/upload';
import Waypoints from '@lucide/svelte/icons/waypoints';
import Wrench from '@lucide/svelte/icons/wrench';
import ZoomIn from '@lucide/svelte/icons/zoom-in';
import type { Component } from 'svelte';
import type { CommandGroup, CommandId } from '../editor/commands/command-table.ts';
import type { NewEntityKind } from '../editor/new-entity.ts';
import Volume from '@lucide/svelte/icons/volume-2';
import { m } from '../paraglide/messages.js';
import { nameOfKind } from './kind-names.ts';
import { BOOKMARKS, type BookmarkNumber } from './view-bookmarks.svelte.ts';

type Icon = Component<{ size?: number | string; strokeWidth?: number | string }>;

/** What a command is called, and its sign. */
export type CommandLook = {
	readonly label: () => string;
	readonly icon: Icon;
	/** Where lists of everything need more words than a menu, which says what it is about. */
	readonly fullLabel?: () => string;
};

const adding = (kind: NewEntityKind, icon: Icon): CommandLook => ({
	label: () => nameOfKind(kind),
	icon,
	fullLabel: () => m.commands_add({ kind: nameOfKind(kind) }),
});

type BookmarkId = `view.${'go' | 'keep'}-${BookmarkNumber}`;

const bookmarkLooks = () =>
	Object.fromEntries(
		BOOKMARKS.flatMap((number): [BookmarkId, CommandLook][] => [
			[`view.go-${number}`, { label: () => m.viewport_go_view({ number }), icon: Bookmark }],
			[`view.keep-${number}`, { label: () => m.viewport_keep_view({ number }), icon: BookmarkPlus }],
		]),
	) as Readonly<Record<BookmarkId, CommandLook>>;

/** How every command is shown, wherever that is. */
export const COMMAND_LOOKS: Readonly<Record<CommandId, CommandLook>> = {
	'add.empty': adding('empty', CircleDashed),
	'add.put': { label: m.viewport_put, icon: ArrowDownToLine, fullLabel: m.commands_add_put },
	'add.by-click': {
		label: m.hierarchy_add_by_click,
		icon: MousePointerClick,
		fullLabel: m.commands_add_by_click,
	},
	'add.box': adding('box', Box),
	'add.sphere': adding('sphere', Circle),
	'add.plane': adding('plane', Square),
	'add.cylinder': adding('cylinder', Cylinder),
	'add.text': adding('text', Type),
	'add.directional-light': adding('directional-light', Sun),
	'add.point-light': adding('point-light', Lightbulb),
	'add.spot-light': adding('spot-light', Lamp),
	'add.ambient-light': adding('ambient-light', SunMedium),
	'add.camera': adding('camera', Camera),
	'add.sky': adding('sky', CloudSun),
	'tool.select': { label: m.studio_tool_select, icon: MousePointer2, fullLabel: m.commands_tool_select },
	'tool.move': { label: m.studio_tool_move, icon: Move, fullLabel: m.commands_tool_move },
	'tool.rotate': { label: m.studio_tool_rotate, icon: Rotate3d, fullLabel: m.commands_tool_rotate },
	'tool.scale': { label: m.studio_tool_scale, icon: Scale3d, fullLabel: m.commands_tool_scale },
	'snap.toggle': { label: m.studio_snap, icon: Magnet, fullLabel: m.viewport_snap },
	'snap.steps': { label: m.viewport_snap_steps, icon: Grid3x3, fullLabel: m.commands_snap_steps },
	'snap.surface': { label: m.viewport_snap_surface, icon: Layers, fullLabel: m.commands_snap_surface },
	'snap.vertex': { label: m.viewport_snap_vertex, icon: Waypoints, fullLabel: m.commands_snap_vertex },
	'snap.align': { label: m.viewport_snap_align, icon: ArrowUpFromLine, fullLabel: m.commands_snap_align },
	'space.next': { label: m.viewport_space_next, icon: Axis3d },
	'space.world': { label: m.viewport_space_world, icon: Globe, fullLabel: m.commands_space_world },
	'space.local': { label: m.viewport_space_local, icon: Box, fullLabel: m.commands_space_local },
	'space.parent': { label: m.viewport_space_parent, icon: ListTree, fullLabel: m.commands_space_parent },
	'pivot.next': { label: m.viewport_pivot_next, icon: Crosshair },
	'pivot.median': { label: m.viewport_pivot_median, icon: Crosshair, fullLabel: m.commands_pivot_median },
	'pivot.active': { label: m.viewport_pivot_active, icon: CircleDot, fullLabel: m.commands_pivot_active },
	'pivot.individual': {
		label: m.viewport_pivot_individual,
		icon: Boxes,
		fullLabel: m.commands_pivot_individual,
	},
	'history.undo': { label: m.studio_undo, icon: Undo2 },
	'history.redo': { label: m.studio_redo, icon: Redo2 },
	'entity.cut': { label: m.clipboard_cut, icon: Scissors, fullLabel: m.clipboard_cut_full },
	'entity.copy': { label: m.clipboard_copy, icon: Copy, fullLabel: m.clipboard_copy_full },
	'entity.paste': { label: m.clipboard_paste, icon: ClipboardPaste, fullLabel: m.clipboard_paste_full },
	'entity.duplicate': { label: m.studio_duplicate, icon: CopyPlus, fullLabel: m.commands_duplicate },
	'entity.group': { label: m.hierarchy_group, icon: Group, fullLabel: m.commands_group_selection },
	'entity.ungroup': { label: m.hierarchy_ungroup, icon: Ungroup, fullLabel: m.commands_ungroup },
	'prefab.create': { label: m.prefabs_create, icon: PackagePlus },
	'prefab.edit': { label: m.prefabs_edit, icon: PackageOpen },
	'prefab.revert-all': { label: m.prefabs_revert_all, icon: RotateCcw, fullLabel: m.prefabs_revert_all_full },
	'prefab.apply-all': { label: m.prefabs_apply_all, icon: Upload, fullLabel: m.prefabs_apply_all_full },
	'prefab.detach': { label: m.prefabs_detach, icon: Unlink },
	'prefab.place': { label: m.prefabs_place, icon: Boxes },
	'prefab.leave': { label: m.prefabs_leave, icon: ArrowLeft },
	'entity.rename': { label: m.hierarchy_rename, icon: Pencil, fullLabel: m.commands_rename },
	'entity.drop': { label: m.viewport_drop_down, icon: ArrowDownToLine, fullLabel: m.commands_drop_down },
	'entity.toggle-visible': { label: m.hierarchy_hide, icon: Eye, fullLabel: m.commands_toggle_visible },
	'entity.toggle-locked': { label: m.hierarchy_lock, icon: Lock, fullLabel: m.commands_toggle_locked },
	'entity.delete': { label: m.studio_delete, icon: Trash2, fullLabel: m.commands_delete },
	'component.add': { label: m.inspector_add_component, icon: Plus, fullLabel: m.commands_add_component },
	'component.paste': { label: m.inspector_paste, icon: ClipboardPaste },
	'entity.versions': { label: m.history_entity_command, icon: History },
	'problem.fix-all': { label: m.problems_fix_all, icon: Wrench, fullLabel: m.problems_fix_all_full },
	'view.lasso': { label: m.viewport_lasso, icon: Lasso },
	'view.measure': { label: m.viewport_measure, icon: Ruler },
	'selection.measure': { label: m.viewport_measure_selection, icon: Ruler },
	'selection.all': { label: m.studio_select_all, icon: SquareDashedMousePointer },
	'selection.clear': { label: m.studio_deselect, icon: SquareDashed },
	'camera.place': { label: m.viewport_place_camera, icon: Plus },
	'play.toggle': { label: m.play_start, icon: Play, fullLabel: m.play_start_full },
	'play.pause': { label: m.play_pause, icon: Pause, fullLabel: m.play_pause_full },
	'play.controls': { label: m.play_controls, icon: Gamepad2, fullLabel: m.play_controls_full },
	'play.save-recording': {
		label: m.debug_save_recording,
		icon: Download,
		fullLabel: m.debug_save_recording_full,
	},
	'play.recording': { label: m.debug_play_recording, icon: History, fullLabel: m.debug_play_recording_full },
	'play.report': { label: m.debug_report, icon: Copy },
	'play.physics': { label: m.debug_physics, icon: Box, fullLabel: m.debug_physics_full },
	'play.times': { label: m.debug_times, icon: Waypoints, fullLabel: m.debug_times_full },
	'play.step': { label: m.play_step, icon: StepForward },
	'play.saves': { label: m.play_saves, icon: Save, fullLabel: m.play_saves_full },
	'play.bring-in': { label: m.play_bring_in, icon: Import, fullLabel: m.play_bring_in_full },
	'play.speed-full': { label: m.play_speed_full, icon: Play, fullLabel: m.play_speed_full_command },
	'play.speed-half': { label: m.play_speed_half, icon: Play, fullLabel: m.play_speed_half_command },
	'play.speed-quarter': { label: m.play_speed_quarter, icon: Play, fullLabel: m.play_speed_quarter_command },
	'play.speed-tenth': { label: m.play_speed_tenth, icon: Play, fullLabel: m.play_speed_tenth_command },
	'view.focus': { label: m.hierarchy_focus, icon: Scan, fullLabel: m.studio_focus },
	'view.frame-all': { label: m.viewport_frame_all, icon: Maximize },
	'view.isolate': { label: m.viewport_isolate, icon: Focus, fullLabel: m.commands_isolate },
	'view.interface': { label: m.commands_interface, icon: LayoutPanelTop },
	'grid.toggle': { label: m.studio_grid, icon: Grid3x3, fullLabel: m.commands_grid },
	'view.lit': { label: m.viewport_lit, icon: Sun, fullLabel: m.commands_lit },
	'view.unlit': { label: m.viewport_unlit, icon: SunDim, fullLabel: m.commands_unlit },
	'view.wireframe': { label: m.viewport_wireframe, icon: Box, fullLabel: m.commands_wireframe },
	'view.normals': { label: m.viewport_normals, icon: Pyramid, fullLabel: m.commands_normals },
	'view.orthographic': {
		label: m.viewport_orthographic,
		icon: Cuboid,
		fullLabel: m.commands_orthographic,
	},
	'view.front': { label: m.viewport_front, icon: Axis3d, fullLabel: m.commands_front },
	'view.back': { label: m.viewport_back, icon: Axis3d, fullLabel: m.commands_back },
	'view.left': { label: m.viewport_left, icon: Axis3d, fullLabel: m.commands_left },
	'view.right': { label: m.viewport_right, icon: Axis3d, fullLabel: m.commands_right },
	'view.top': { label: m.viewport_top, icon: Axis3d, fullLabel: m.commands_top },
	'view.bottom': { label: m.viewport_bottom, icon: Axis3d, fullLabel: m.commands_bottom },
	'view.orbit-left': { label: m.viewport_orbit_left, icon: Rotate3d },
	'view.orbit-right': { label: m.viewport_orbit_right, icon: Rotate3d },
	'view.orbit-up': { label: m.viewport_orbit_up, icon: Rotate3d },
	'view.orbit-down': { label: m.viewport_orbit_down, icon: Rotate3d },
	'view.pan-left': { label: m.viewport_pan_left, icon: Hand },
	'view.pan-right': { label: m.viewport_pan_right, icon: Hand },
	'view.pan-up': { label: m.viewport_pan_up, icon: Hand },
	'view.pan-down': { label: m.viewport_pan_down, icon: Hand },
	'view.zoom-in': { label: m.viewport_zoom_in, icon: ZoomIn },
	'view.zoom-out': { label: m.viewport_zoom_out, icon: ZoomIn },
	...bookmarkLooks(),
	'view.select': { label: m.viewport_select, icon: SquareMousePointer },
	'view.pan': { label: m.viewport_pan, icon: Hand },
	'view.zoom': { label: m.viewport_zoom, icon: ZoomIn },
	'panel.picture-only': { label: m.panels_picture_only, icon: Fullscreen },
	'panel.hierarchy': { label: m.panels_hierarchy, icon: ListTree },
	'panel.inspector': { label: m.panels_inspector, icon: SlidersHorizontal },
	'panel.assets': { label: m.studio_show_assets, icon: Images, fullLabel: m.commands_assets },
	'panel.hierarchy-start': {
		label: m.panels_to_left,
		icon: PanelLeft,
		fullLabel: () => m.panels_move_left({ panel: m.studio_panel_hierarchy() }),
	},
	'panel.hierarchy-end': {
		label: m.panels_to_right,
		icon: PanelRight,
		fullLabel: () => m.panels_move_right({ panel: m.studio_panel_hierarchy() }),
	},
	'panel.hierarchy-bottom': {
		label: m.panels_to_bottom,
		icon: PanelBottom,
		fullLabel: () => m.panels_move_bottom({ panel: m.studio_panel_hierarchy() }),
	},
	'panel.inspector-start': {
		label: m.panels_to_left,
		icon: PanelLeft,
		fullLabel: () => m.panels_move_left({ panel: m.studio_panel_inspector() }),
	},
	'panel.inspector-end': {
		label: m.panels_to_right,
		icon: PanelRight,
		fullLabel: () => m.panels_move_right({ panel: m.studio_panel_inspector() }),
	},
	'panel.inspector-bottom': {
		label: m.panels_to_bottom,
		icon: PanelBottom,
		fullLabel: () => m.panels_move_bottom({ panel: m.studio_panel_inspector() }),
	},
	'panel.assets-start': {
		label: m.panels_to_left,
		icon: PanelLeft,
		fullLabel: () => m.panels_move_left({ panel: m.studio_panel_assets() }),
	},
	'panel.assets-end': {
		label: m.panels_to_right,
		icon: PanelRight,
		fullLabel: () => m.panels_move_right({ panel: m.studio_panel_assets() }),
	},
	'panel.assets-bottom': {
		label: m.panels_to_bottom,
		icon: PanelBottom,
		fullLabel: () => m.panels_move_bottom({ panel: m.studio_panel_assets() }),
	},
	'panel.reset': { label: m.panels_reset, icon: RotateCcw },
	'panel.problems': { label: m.problems_show, icon: TriangleAlert },
	'panel.console': { label: m.console_show, icon: SquareTerminal },
	'tree.search': { label: m.studio_search, icon: Search },
	'tree.expand-all': {
		label: m.hierarchy_expand_all,
		icon: ChevronsUpDown,
		fullLabel: m.commands_expand_all,
	},
	'tree.collapse-all': {
		label: m.hierarchy_collapse_all,
		icon: ChevronsDownUp,
		fullLabel: m.commands_collapse_all,
	},
	'asset.add': { label: m.gltf_add, icon: Plus, fullLabel: m.commands_asset_add },
	'asset.details': { label: m.assets_details, icon: Info, fullLabel: m.commands_asset_details },
	'asset.edit': { label: m.prefabs_edit, icon: PackageOpen, fullLabel: m.commands_asset_edit },
	'asset.find-uses': { label: m.assets_find_uses, icon: Locate, fullLabel: m.commands_asset_uses },
	'asset.rename': { label: m.assets_rename, icon: Pencil, fullLabel: m.commands_asset_rename },
	'asset.replace': { label: m.assets_replace, icon: Replace, fullLabel: m.commands_asset_replace },
	'asset.move': { label: m.assets_move, icon: FolderInput, fullLabel: m.commands_asset_move },
	'asset.delete': { label: m.assets_delete, icon: Trash2, fullLabel: m.commands_asset_delete },
	'assets.new-folder': { label: m.assets_new_folder, icon: FolderPlus },
	'assets.up': { label: m.assets_up, icon: FolderUp },
	'assets.list': { label: m.assets_list_view, icon: List, fullLabel: m.commands_list_view },
	'assets.unused': { label: m.assets_unused, icon: Unlink, fullLabel: m.commands_unused },
	'assets.only-model': { label: m.assets_only_model, icon: Box, fullLabel: m.commands_only_model },
	'assets.only-image': { label: m.assets_only_image, icon: Images, fullLabel: m.commands_only_image },
	'assets.only-audio': { label: m.assets_only_audio, icon: Volume, fullLabel: m.commands_only_audio },
	'assets.only-prefab': { label: m.assets_only_prefab, icon: Boxes, fullLabel: m.commands_only_prefab },
	'assets.sort-name': { label: m.assets_sort_name, icon: ArrowDownAZ, fullLabel: m.commands_sort_name },
	'assets.sort-kind': { label: m.assets_sort_kind, icon: ArrowUpDown, fullLabel: m.commands_sort_kind },
	'assets.sort-size': { label: m.assets_sort_size, icon: ArrowUpDown, fullLabel: m.commands_sort_size },
	'assets.sort-added': { label: m.assets_sort_added, icon: ArrowUpDown, fullLabel: m.commands_sort_added },
	'file.import': { label: m.hierarchy_import, icon: Upload, fullLabel: m.commands_import },
	'gltf.import': { label: m.gltf_import, icon: Import },
	'gltf.export': { label: m.gltf_export, icon: Share },
	'scene.import': { label: m.studio_import_scene, icon: FileInput },
	'scene.export': { label: m.studio_export_scene, icon: FileOutput },
	'project.save-to-file': { label: m.studio_save_to_file, icon: Save, fullLabel: m.commands_save_to_file },
	'project.export': { label: m.studio_export, icon: Download },
	'scene.create': { label: m.studio_new_scene, icon: SquarePlus },
	'page.create': { label: m.studio_new_page, icon: FilePlus },
	'script.create': { label: m.studio_new_script, icon: Code },
	'script.format': { label: m.code_format, icon: TextAlignStart },
	'tab.next': { label: m.tabs_next, icon: ArrowRight },
	'tab.previous': { label: m.tabs_previous, icon: ArrowLeft },
	'tab.close': { label: m.tabs_close, icon: X },
	'tab.close-others': { label: m.tabs_close_others, icon: X },
	'tab.move-before': { label: m.tabs_move_before, icon: ArrowLeftToLine },
	'tab.move-after': { label: m.tabs_move_after, icon: ArrowRightToLine },
	'document.rename': { label: m.studio_rename_scene, icon: Pencil, fullLabel: m.commands_rename_document },
	'document.delete': { label: m.studio_delete_scene, icon: Trash2, fullLabel: m.commands_delete_document },
	'project.rename': { label: m.studio_rename_project, icon: Pencil },
	'project.settings': { label: m.settings_open, icon: Settings2 },
	'share.open': { label: m.tour_share, icon: Share2 },
	'versions.open': { label: m.history_open, icon: History, fullLabel: m.history_open_full },
	'version.name': { label: m.history_name_command, icon: Bookmark },
	'branches.open': { label: m.branches_open, icon: GitBranch, fullLabel: m.branches_open_full },
	'branch.create': { label: m.branches_create_command, icon: GitBranchPlus },
	'branch.merge': { label: m.branches_merge_command, icon: GitMerge },
	'palette.open': { label: m.commands_open, icon: Command },
	'shortcuts.open': { label: m.studio_shortcuts, icon: Keyboard },
	'tour.start': { label: m.tour_start, icon: GraduationCap },
	'tour.leave': { label: m.tour_leave, icon: X },
	'theme.dark': { label: m.studio_theme_dark, icon: Moon, fullLabel: m.commands_theme_dark },
	'theme.light': { label: m.studio_theme_light, icon: Sun, fullLabel: m.commands_theme_light },
	'theme.system': { label: m.studio_theme_system, icon: Monitor, fullLabel: m.commands_theme_system },
	'go.home': { label: m.studio_home, icon: House },
	'go.account': { label: m.account_title, icon: CircleUserRound },
	'go.storage': { label: m.studio_storage, icon: HardDrive },
};

/** A command's name where it stands among all others. */
export function fullNameOf(id: CommandId): string {
	const { label, fullLabel } = COMMAND_LOOKS[id];
	return (fullLabel ?? label)();
}

const GROUP_NAMES: Readonly<Record<CommandGroup, () => string>> = {
	tools: m.studio_shortcuts_tools,
	edit: m.studio_shortcuts_edit,
	add: m.hierarchy_add,
	view: m.viewport_view,
	tree: m.hierarchy_title,
	assets: m.assets_group,
	play: m.commands_group_play,
	files: m.commands_group_files,
	documents: m.commands_group_documents,
	app: m.commands_group_app,
};

export const nameOfGroup = (group: CommandGroup): string => GROUP_NAMES[group]();
