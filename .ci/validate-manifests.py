"""Compares manifests with the schemas of Kubernetes: validate-manifests.py VERSION,… FILE…

Unknown fields are errors. A kind without a schema is an error too, unless its group belongs to one of the operators."""

import sys

import kubernetes_validate
import yaml

OPERATORS = {"kafka.strimzi.io", "postgresql.cnpg.io", "keda.sh", "monitoring.coreos.com"}


def problem_of(manifest, version):
    try:
        kubernetes_validate.validate(manifest, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        return f"{'.'.join(map(str, error.path))}: {error.message}"
    except kubernetes_validate.SchemaNotFoundError:
        if manifest["apiVersion"].split("/")[0] not in OPERATORS:
            return "there is no schema for it"
    return None


def main(versions, files):
    wrong = compared = 0
    for file in files:
        with open(file, encoding="utf-8") as text:
            manifests = [one for one in yaml.safe_load_all(text) if one]
        seen = set()
        for manifest in manifests:
            name = f"{manifest['kind']}/{manifest['metadata']['name']}"
            problems = [problem_of(manifest, version) for version in versions]
            if name in seen:
                problems.append("it is there twice")
            seen.add(name)
            compared += 1
            for problem in filter(None, problems):
                wrong += 1
                print(f"{file}: {name}: {problem}")
    print(f"{compared} manifests compared with Kubernetes {' and '.join(versions)}: {wrong} problems")
    return 1 if wrong or not compared else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].split(","), sys.argv[2:]))
