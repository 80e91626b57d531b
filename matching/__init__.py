"""Match jobseekers and vacancies under public promises, with a proof."""
