# Each folder is a pair, and a state: terragrunt run --all --parallelism 2 apply
locals {
  here = dirname(find_in_parent_folders("root.hcl"))
}

terraform {
  source = "${local.here}/../..//several-runs/run"
}

remote_state {
  backend = "local"
  config = {
    path = "${local.here}/${path_relative_to_include()}/terraform.tfstate"
  }
}

inputs = {
  pair        = path_relative_to_include()
  write_share = 0.5 # 1 / parallelism
}
