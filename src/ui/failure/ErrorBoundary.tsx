/** Draws something else in place of a part of the page that throws while it is drawn; what is around it stays. */
import { Component, type ReactNode } from 'react';

interface Props {
  /** What is drawn instead. @param retry draws the part again */
  instead(error: unknown, retry: () => void): ReactNode;
  children: ReactNode;
}

interface State {
  thrown: { error: unknown } | null;
}

/** React has no hook for it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { thrown: null };

  static getDerivedStateFromError(error: unknown): State {
    return { thrown: { error } };
  }

  override render(): ReactNode {
    const { thrown } = this.state;
    return thrown
      ? this.props.instead(thrown.error, () => this.setState({ thrown: null }))
      : this.props.children;
  }
}
