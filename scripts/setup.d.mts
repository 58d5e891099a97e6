export declare const ROOT: string;
export declare class SetupError extends Error {}
export declare function nodePath(): string;
export declare function findChromium(): string | null;
export declare function findFirefox(): string | null;
