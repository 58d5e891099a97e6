export type FileRow = [url: string, hash: string, bytes: number];
export type Manifest = Record<
	string,
	{ readonly file: string; readonly css?: readonly string[]; readonly imports?: readonly string[] }
>;
export declare function homeNodes(folder: string): string[];
export declare function shellUrls(manifest: Manifest, nodes: readonly string[]): Set<string>;
export declare function readShell(root: string): Set<string>;
export declare function listFiles(folder: string): FileRow[];
export declare function divideFiles(
	files: readonly FileRow[],
	shell: ReadonlySet<string>,
): { readonly shell: FileRow[]; readonly parts: FileRow[] };
export declare function writeAppFiles(
	folder: string,
	shellAddresses: ReadonlySet<string>,
): { readonly shell: FileRow[]; readonly parts: FileRow[] };
