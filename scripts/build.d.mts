export declare const BUILD: string;
export declare function buildIsFresh(): boolean;
export declare function build(): Promise<void>;
export declare function ensureBuild(): Promise<void>;
