# One state for each pair. A pipeline needs a backend with locks, such as azurerm; its
# key takes the place of the path.
terraform {
  backend "local" {}
}
