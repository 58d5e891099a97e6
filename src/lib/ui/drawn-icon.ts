import DrawnIcon from './DrawnIcon.svelte';
import type { Icon } from './icon.ts';

/** An icon of 24 by 24 from the lines of one path; the build makes every one of Lucide's so (scripts/plain-icons.ts). */
export function drawnIcon(path: string): Icon {
	const icon: Icon = (anchor, props) =>
		DrawnIcon(anchor, {
			path,
			get size() {
				return props.size;
			},
			get strokeWidth() {
				return props.strokeWidth;
			},
		});
	return icon;
}
