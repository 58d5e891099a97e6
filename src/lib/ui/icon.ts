import type { Component } from 'svelte';

/** An icon as controls take it: any `@lucide/svelte/icons/<name>` fits. */
export type Icon = Component<{ size?: number | string; strokeWidth?: number | string }>;
