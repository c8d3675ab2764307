import { createLink } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './buttonClass';

type Props = ComponentProps<'a'> & { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode };

function ButtonAnchor({ variant, size, icon, className, children, ...rest }: Props) {
  return (
    <a className={buttonClass(variant, size, className)} {...rest}>
      {icon}
      {children}
    </a>
  );
}

/** A link to a page of the app that looks like a button. */
export const ButtonLink = createLink(ButtonAnchor);
