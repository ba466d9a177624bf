export { type HostModel, hostModel, type ModelFunction, type ModelFunctionOptions } from "./host-model.ts";
