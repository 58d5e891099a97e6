import type { ViewportTheme } from '../viewport-port.ts';

/** Colours of the empty stage: the same meanings as the design tokens, fixed here because shaders cannot read CSS. */
export type StagePalette = {
	readonly zenith: string;
	readonly horizon: string;
	readonly ground: string;
	readonly gridMinor: string;
	readonly gridMajor: string;
	/** How much of the shadow on bare ground is seen. */
	readonly groundShadow: number;
	/** The same for the soft patch where things touch it. */
	readonly contactShadow: number;
	readonly accent: string;
	readonly hover: string;
	readonly axisX: string;
	readonly axisY: string;
	readonly axisZ: string;
	readonly activeAxis: string;
	/** How far light, views, sound and outlines reach. */
	readonly guideLight: string;
	readonly guideCamera: string;
	readonly guideSound: string;
	readonly guideCollider: string;
};

export const PALETTES: Readonly<Record<ViewportTheme, StagePalette>> = {
	dark: {
		zenith: '#141923',
		horizon: '#2a3241',
		ground: '#1c212b',
		gridMinor: '#4a566e',
		gridMajor: '#5f6f8e',
		groundShadow: 0.5,
		contactShadow: 0.75,
		accent: '#5a8bf0',
		hover: '#a9b4c8',
		axisX: '#ea5262',
		axisY: '#74c84e',
		axisZ: '#528df2',
		activeAxis: '#ffd75e',
		guideLight: '#f2c86b',
		guideCamera: '#b6c2d6',
		guideSound: '#c39bff',
		guideCollider: '#7fe06a',
	},
	light: {
		zenith: '#c3d5ec',
		horizon: '#edf2f8',
		ground: '#dfe6ee',
		gridMinor: '#9fb0c6',
		gridMajor: '#7f93ae',
		groundShadow: 0.2,
		contactShadow: 0.42,
		accent: '#1f5fe0',
		hover: '#5b6880',
		axisX: '#d9263c',
		axisY: '#358f27',
		axisZ: '#1766d4',
		activeAxis: '#f0a800',
		guideLight: '#a86a00',
		guideCamera: '#44506a',
		guideSound: '#7a3fd0',
		guideCollider: '#1f7a18',
	},
};
