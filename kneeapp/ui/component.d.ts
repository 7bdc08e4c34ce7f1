// What Streamlit hands to a component, and what it takes back (st.components.v2).

/** The argument of a component's default export: `Data` from Python, `State` for Python. */
export interface ComponentArguments<Data, State = Record<string, never>> {
  data: Data;
  parentElement: HTMLElement | ShadowRoot;
  /** For one run: what is set so is none in the next. */
  setTriggerValue<Name extends keyof State & string>(name: Name, value: State[Name]): void;
  setStateValue<Name extends keyof State & string>(name: Name, value: State[Name]): void;
}

/** Ends what the component began, when Streamlit takes its element away. */
export type Cleanup = () => void;
