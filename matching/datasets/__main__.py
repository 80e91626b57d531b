"""Write the shipped samples anew: ``python -m matching.datasets``."""

from matching.datasets._shipped import FOLDERS, sample_folder, write_sample


def main() -> None:
    """Replace every shipped folder by what the generator makes now."""
    for name in FOLDERS:
        write_sample(sample_folder(name), name)


if __name__ == "__main__":
    main()
