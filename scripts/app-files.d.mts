export type FileRow = [url: string, hash: string, bytes: number];
export interface DividedFiles {
	readonly shell: FileRow[];
	readonly parts: FileRow[];
}
export type Manifest = Record<
	string,
	{ readonly file: string; readonly css?: readonly string[]; readonly imports?: readonly string[] }
>;
export declare function listFiles(folder: string): FileRow[];
export declare function shellUrls(manifest: Manifest): Set<string>;
export declare function divideFiles(files: FileRow[], shell: ReadonlySet<string>): DividedFiles;
export declare function writeAppFiles(folder: string, manifest: Manifest): DividedFiles;
